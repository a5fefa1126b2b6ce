"""What codes are called, in Chinese and English.

Code lists that are reference data have their names in the project's seeds; they are names only, no value of a seed is
read. The small lists below belong to the report's own words. A code without a name stands for itself.
"""

import csv
from functools import cache
from typing import NamedTuple

from dagster_project.lib.running.project import SEEDS


class Name(NamedTuple):
    zh: str
    en: str


_SEEDS = {  # list: (file, code column, columns of the names)
    "energy": ("energy/energy_type.csv", "energy_code", "name_zh", "name_en"),
    "process": ("industry/process_factor.csv", "process_code", "name_zh", "name_en"),
    "farm": ("farms/farm_activity_code.csv", "activity_code", "name_zh", "name_en"),
    "freight": ("freight/freight_factor.csv", "freight_code", "name_zh", "name_en"),
    "vehicle": ("freight/freight_vehicle_km_factor.csv", "vehicle_code", "name_zh", "name_en"),
    "industry": ("industry/industry_class.csv", "class_code", "name_zh", "name_en"),
    "region": ("regions/region.csv", "region_code", "name_zh", "name_en"),
    "product": ("lending/loan_product.csv", "product_code", "name_zh", "name_en"),
    "colour": ("ratings/colour.csv", "colour_code", "name_zh", "name_en"),
}

_OWN: dict[str, dict[str, Name]] = {
    "domain": {
        "industry": Name("工业", "industry"),
        "agriculture": Name("农业", "agriculture"),
        "orchard": Name("果园", "orchard"),
        "energy": Name("能源", "energy"),
        "building": Name("建筑", "building"),
        "transport": Name("交通", "transport"),
        "forestry": Name("林业", "forestry"),
    },
    "scheme": {
        "ZJ_CARBON_EFFICIENCY": Name("浙江碳效码", "Zhejiang carbon efficiency"),
        "QUZHOU_3D4C": Name("三维四色", "three dimensions, four colours"),
        "GB_ENERGY_LIMIT": Name("单位产品能耗限额", "energy limit per product (GB)"),
        "BUILDING_QUOTA": Name("建筑能耗定额", "building energy quota"),
        "CARBON_CREDIT_NINE": Name("碳资信评级", "carbon credit rating, nine levels"),
        "ETS_BENCHMARK": Name("碳市场配额基准", "emission trading benchmark"),
        "TRANSPORT_TKM": Name("单位周转量排放", "emission per tkm"),
        "AGRI_NEUTRAL_3": Name("农业碳中和三色", "agricultural neutralisation"),
        "ORCHARD_4": Name("果园四色", "orchards, four colours"),
    },
    "indicator": {
        "industry_advancement": Name("行业先进性", "industry advancement"),
        "regional_contribution": Name("区域贡献度", "regional contribution"),
        "historical_decline": Name("历史下降度", "historical decline"),
        "intensity": Name("按强度", "by intensity"),
        "total": Name("按总量", "by total"),
        "L": Name("碳排放强度 L", "emission per added value L"),
        "K": Name("碳效值 K（与行业平均之比）", "K, ratio to the industry average"),
        "limit_grade": Name("限额等级", "limit grade"),
        "quota_position": Name("定额位置", "position against the quota"),
        "score": Name("综合得分", "score"),
        "ratio_to_benchmark": Name("排放与配额之比", "emission against the allowance"),
        "ratio_to_reference": Name("单位周转量排放与参考值之比", "emission per tkm against the reference"),
        "neutralised_t_per_ha": Name("单位面积中和量", "neutralised per ha"),
        "neutralised_t_per_year": Name("年中和量", "neutralised in the year"),
        "net_removal_t_per_mu": Name("亩均净固碳量", "net removal per mu"),
    },
    "benchmark": {
        "published": Name("已公布基准", "published"),
        "division": Name("同大类企业", "members of the division"),
        "section": Name("同门类企业", "members of the section"),
        "city": Name("同市企业", "members of the city"),
        "standard": Name("国家标准", "standard"),
        "year_before": Name("上一年度", "the year before"),
    },
    "evidence": {
        "verified": Name("已核实", "verified"),
        "secondary": Name("二手资料", "secondary"),
        "memory": Name("凭记忆", "memory"),
        "proposal": Name("建议值", "proposal"),
        "convention": Name("约定", "convention"),
    },
    "basis": {
        "direct": Name("直接", "direct"),
        "location": Name("位置法", "location"),
        "market": Name("市场法", "market"),
    },
    "end_use": {
        "fuel": Name("燃料", "fuel"),
        "feedstock": Name("原料", "feedstock"),
        "generation": Name("发电", "generation"),
        "heating": Name("供热", "heating"),
        "use": Name("使用", "use"),
        "input": Name("投入", "input"),
        "product": Name("产品", "product"),
        "waste": Name("废物", "waste"),
        "freight": Name("货运", "freight"),
    },
    "status": {
        "planned": Name("计划", "planned"),
        "operating": Name("运行", "operating"),
        "ended": Name("已结束", "ended"),
    },
    "mode": {
        "energy_saving": Name("节能", "energy saving"),
        "green_power": Name("绿电", "green power"),
        "storage": Name("储能", "storage"),
        "circular": Name("循环利用", "circular"),
        "carbon_asset": Name("碳资产", "carbon asset"),
    },
    "reduction": {
        "REDUCTION_MEASURE": Name("减排措施", "reduction measure"),
        "FREIGHT_SHIFT": Name("运输方式转换", "freight shifted"),
    },
    "removal": {"FOREST_STOCK_CHANGE": Name("林木储量变化", "change of the forest stock")},
    "farm_type": {
        "crop": Name("种植", "crops"),
        "livestock": Name("养殖", "livestock"),
        "orchard": Name("果园", "orchard"),
        "organic_fertiliser": Name("有机肥生产", "organic fertiliser"),
    },
    "electricity_basis": {
        "supplied": Name("供电量", "supplied"),
        "generated": Name("发电量", "generated"),
    },
    "level": {
        "DARK_GREEN": Name("深绿", "dark green"),
        "MID_GREEN": Name("中绿", "mid green"),
        "LIGHT_GREEN": Name("浅绿", "light green"),
        "NOT_LISTED": Name("未列入", "not listed"),
        "not_rated": Name("未评级", "not rated"),
    },
    "unit": {
        "percent": Name("%", "%"),
        "month": Name("个月", "months"),
        "count": Name("项", "items"),
        "cny": Name("元", "CNY"),
    },
    "operator": {
        "eq": Name("=", "="),
        "in": Name("∈", "∈"),
        "not_in": Name("∉", "∉"),
        "gt": Name(">", ">"),
        "gte": Name("≥", "≥"),
        "lt": Name("<", "<"),
        "lte": Name("≤", "≤"),
    },
    "amount_basis": {
        "fixed": Name("固定额", "fixed"),
        "per_t_reduced": Name("按减排量", "per t reduced"),
        "share_of_collateral": Name("按押品价值", "share of collateral"),
    },
    "completeness": {
        "complete": Name("完整", "complete"),
        "months_missing": Name("缺月份", "months are missing"),
        "no_data": Name("无数据", "no data"),
        "no_floor_area": Name("无建筑面积", "no floor area"),
    },
}


def name_of(kind: str, code: str | None) -> Name:
    """The name of a code; the code itself, in both languages, where it has none."""
    text = code or ""
    return _list(kind).get(text, Name(text, text))


def activity_name(code: str | None) -> Name:
    """An activity is an energy, a process, a farm's, freight, a stock, a reduction, or of the account's own naming."""
    for kind in ("energy", "process", "farm", "freight", "vehicle", "removal", "reduction"):
        if code in _list(kind):
            return name_of(kind, code)
    return name_of("energy", code)


def industry_name(code: str | None) -> Name | None:
    """Of the class, else of the nearest group above it: the table need not know every class."""
    known = _list("industry")
    prefixes = [code[:length] for length in range(len(code), 0, -1)] if code else []
    return next((known[prefix] for prefix in prefixes if prefix in known), None)


@cache
def _list(kind: str) -> dict[str, Name]:
    if kind not in _SEEDS:
        return _OWN[kind]
    file, code, zh, en = _SEEDS[kind]
    path = SEEDS / file
    if not path.is_file():  # a report needs no reference data, only the reader does
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        return {row[code]: Name(row[zh], row[en]) for row in csv.DictReader(stream)}
