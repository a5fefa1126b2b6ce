"""What the page says of an account's own domain: which mart, which columns, in which words and order.

A mart becomes part of the page by a Domain here; reading and layout follow from it. Does not belong here: what every
account has (emissions, ratings, loans), nor any figure that the mart does not hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_PER_ROW = ("reason_code", "reason_zh", "reason_en", "depends_on_proposal", "colour")


@dataclass(frozen=True)
class Figure:
    """A column of the mart: an amount, a day, a flag, or a code with its list of names."""

    column: str
    zh: str
    en: str
    unit: str = ""
    places: int = 2
    depth: int = 1  # 0 is a total, 1 a part of the total above it
    names: str = ""  # the list of names of a code
    is_named_beside: bool = False  # the names of a code stand in the columns <column>_zh and <column>_en
    is_optional: bool = False  # left out where the mart has no value, instead of "not known"

    @property
    def columns(self) -> list[str]:
        return [self.column, f"{self.column}_zh", f"{self.column}_en"] if self.is_named_beside else [self.column]


@dataclass(frozen=True)
class Group:
    zh: str
    en: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Domain:
    """A mart of one row per account and year."""

    table: str
    zh: str
    en: str
    groups: tuple[Group, ...]

    @property
    def columns(self) -> list[str]:
        """Every column that the page takes; those of _PER_ROW where the mart has them."""
        shown = [column for group in self.groups for figure in group.figures for column in figure.columns]
        return [*dict.fromkeys([*shown, *_PER_ROW])]

    @property
    def promised(self) -> set[str]:
        """The columns that the mart must have."""
        return {column for group in self.groups for figure in group.figures for column in figure.columns}


@dataclass(frozen=True)
class DomainRow:
    """The row of the account in the mart, as the page shows it."""

    domain: Domain
    values: dict[str, Any]

    @property
    def groups(self) -> Iterator[tuple[Group, list[Figure]]]:
        """Groups that have something to show, with their figures."""
        for group in self.domain.groups:
            figures = [row for row in group.figures if not row.is_optional or self.values[row.column] is not None]
            if figures:
                yield group, figures


_LABEL = Figure("colour", "颜色", "colour", depth=0)

FARM = Domain(
    "marts.mart_farm_account",
    "农业碳账户",
    "Farm",
    (
        Group(
            "经营主体",
            "The farm",
            (
                Figure("farm_type", "类型", "type", names="farm_type"),
                Figure("area_ha", "经营面积", "area", "ha"),
            ),
        ),
        Group(
            "排放构成（范围一与范围二，位置法）",
            "What emitted, scope 1 and 2, location-based",
            (
                Figure("total_location_t", "总排放", "total", "t CO₂e", depth=0),
                Figure("livestock_emission_t", "畜禽", "animals", "t CO₂e"),
                Figure("rice_emission_t", "稻田", "paddies", "t CO₂e"),
                Figure("soil_emission_t", "农田土壤", "soils", "t CO₂e"),
                Figure("tillage_emission_t", "翻耕", "ploughing", "t CO₂e"),
                Figure("burning_emission_t", "秸秆焚烧", "straw burnt", "t CO₂e"),
                Figure("energy_emission_t", "能源", "energy", "t CO₂e"),
                Figure("other_emission_t", "其他", "other", "t CO₂e"),
            ),
        ),
        Group(
            "同一总排放按气体",
            "The same total by gas",
            (
                Figure("co2_tco2e", "二氧化碳", "CO₂", "t CO₂e"),
                Figure("ch4_tco2e", "甲烷", "CH₄", "t CO₂e"),
                Figure("n2o_tco2e", "氧化亚氮", "N₂O", "t CO₂e"),
                Figure("other_gas_tco2e", "其他气体", "other gases", "t CO₂e"),
            ),
        ),
        Group(
            "三条中和路径",
            "Three paths of neutralisation",
            (
                Figure("straw_neutralised_t", "秸秆", "straw", "t CO₂e"),
                Figure("soil_neutralised_t", "土壤", "soil", "t CO₂e"),
                Figure("manure_neutralised_t", "粪污资源化", "manure", "t CO₂e"),
                Figure("neutralised_t", "中和量合计", "neutralised, sum of the three", "t CO₂e", depth=0),
                Figure("neutralised_t_per_ha", "单位面积中和量", "neutralised per ha", "t/ha", 4, is_optional=True),
                Figure("previous_neutralised_t", "上年中和量", "the year before", "t CO₂e", is_optional=True),
                Figure("neutralised_change_pct", "较上年变化", "change on it", "%", 1, is_optional=True),
            ),
        ),
        Group(
            "并列列示，不计入总排放",
            "Beside the total",
            (
                Figure("input_emission_t", "农资投入（范围三）", "bought inputs, scope 3", "t CO₂e"),
                Figure("biogenic_t", "生物源 CO₂", "biogenic CO₂", "t CO₂"),
                Figure("removal_t", "清除量", "removals", "t CO₂e"),
                Figure("reduction_t", "减排量", "reductions", "t CO₂e"),
                Figure("net_t", "净排放（总排放减清除量）", "net: total less removals", "t CO₂e"),
            ),
        ),
        Group(
            "标识",
            "Label",
            (
                Figure("level_code", "等级", "level", names="level"),
                _LABEL,
                Figure("is_listed", "列入名录", "listed", is_optional=True),
            ),
        ),
    ),
)

ORCHARD = Domain(
    "marts.mart_orchard_account",
    "果园碳账户",
    "Orchard",
    (
        Group(
            "果园",
            "The orchard",
            (Figure("orchard_area_mu", "果园面积", "area", "亩 mu"),),
        ),
        Group(
            "排放、固碳与净固碳",
            "Emitted, fixed, net",
            (
                Figure("emitted_t", "排放量（含农资投入）", "emitted, bought inputs included", "t CO₂e", depth=0),
                Figure("energy_emission_t", "能源", "energy", "t CO₂e"),
                Figure("soil_emission_t", "农田土壤", "soils", "t CO₂e"),
                Figure("tillage_emission_t", "翻耕", "ploughing", "t CO₂e"),
                Figure("burning_emission_t", "秸秆焚烧", "straw burnt", "t CO₂e"),
                Figure("input_emission_t", "农资投入（范围三）", "bought inputs, scope 3", "t CO₂e"),
                Figure("other_emission_t", "其他", "other", "t CO₂e"),
                Figure("fixed_t", "固碳量", "fixed", "t CO₂e", depth=0),
                Figure("orchard_removal_t", "果树", "trees", "t CO₂e"),
                Figure("other_removal_t", "秸秆与土壤", "straw and soil", "t CO₂e"),
                Figure("net_removal_t", "净固碳量 = 固碳 − 排放", "net = fixed − emitted", "t CO₂e", depth=0),
                Figure("net_removal_t_per_mu", "亩均净固碳量", "net per mu", "t/亩 mu", 4, is_optional=True),
                Figure("previous_net_removal_t", "上年净固碳量", "net of the year before", "t CO₂e", is_optional=True),
                Figure("net_removal_change_t", "较上年变化", "change on it", "t CO₂e", is_optional=True),
            ),
        ),
        Group(
            "标识与奖励",
            "Label and reward",
            (
                _LABEL,
                Figure("reward_t", "有机肥奖励", "reward in organic fertiliser", "t", is_optional=True),
            ),
        ),
    ),
)

ENERGY = Domain(
    "marts.mart_energy_account",
    "能源企业碳账户",
    "Energy producer",
    (
        Group(
            "机组与产量",
            "Unit and output",
            (
                Figure("unit_class", "机组类别", "class of unit", is_named_beside=True),
                Figure("capacity_mw", "装机容量", "capacity", "MW", is_optional=True),
                Figure("generated_mwh", "发电量", "generated", "MWh", is_optional=True),
                Figure("supplied_mwh", "供电量", "supplied", "MWh", is_optional=True),
                Figure("heat_gj", "供热量", "heat supplied", "GJ", is_optional=True),
            ),
        ),
        Group(
            "配额与排放",
            "Allowance and emission",
            (
                Figure("electricity_basis", "电量口径", "electricity counted", names="electricity_basis"),
                Figure(
                    "electricity_benchmark_t_per_mwh", "电力基准值", "benchmark of power", "t/MWh", 4, is_optional=True
                ),
                Figure("heat_benchmark_t_per_gj", "供热基准值", "benchmark of heat", "t/GJ", 4, is_optional=True),
                Figure("allowance_t", "配额（未修正）", "allowance, before corrections", "t CO₂", depth=0),
                Figure("allowance_electricity_t", "电力部分", "for power", "t CO₂", is_optional=True),
                Figure("allowance_heat_t", "供热部分", "for heat", "t CO₂", is_optional=True),
                Figure("emission_t", "排放量（范围一与范围二）", "emission, scope 1 and 2", "t CO₂e", depth=0),
                Figure("scope1_t", "范围一", "scope 1", "t CO₂e"),
                Figure("scope2_location_t", "范围二（位置法）", "scope 2, location-based", "t CO₂e"),
                Figure("surplus_t", "盈缺 = 配额 − 排放（负为缺口）", "surplus, negative a deficit", "t CO₂", depth=0),
                Figure(
                    "carbon_price_cny_per_t", "全国碳市场年末收盘价", "close of the year", "CNY/t", is_optional=True
                ),
                Figure("surplus_value_cny", "盈缺价值", "its value", "CNY", is_optional=True),
            ),
        ),
        Group(
            "标识",
            "Label",
            (
                Figure("emission_to_allowance_ratio", "排放与配额之比", "emission over allowance", places=4),
                _LABEL,
            ),
        ),
    ),
)

FLEET = Domain(
    "marts.mart_fleet_account",
    "车队碳账户",
    "Fleet",
    (
        Group(
            "运输与排放",
            "Trips and emission",
            (
                Figure("legs", "运段数", "legs", places=0),
                Figure("waiting_legs", "等待中的运段", "legs that wait", places=0),
                Figure("tkm", "货物周转量", "carried", "t·km"),
                Figure("own_emission_t", "自有燃料与电力的排放", "emission of own fuel and power", "t CO₂e", depth=0),
                Figure("modelled_emission_t", "运段模型排放（并列，不相加）", "modelled, beside", "t CO₂e"),
                Figure("memo_emission_t", "其中由自有燃料涵盖", "of it covered by own fuel", "t CO₂e"),
            ),
        ),
        Group(
            "单位周转量排放",
            "Emission per tonne-kilometre",
            (
                Figure("emission_g_per_tkm", "本车队", "the fleet", "g/t·km"),
                Figure("reference_g_per_tkm", "同运段参考值", "reference of the same legs", "g/t·km"),
                Figure("ratio", "比值", "ratio", places=4, is_optional=True),
                _LABEL,
            ),
        ),
    ),
)

FOREST = Domain(
    "marts.mart_forest_account",
    "林业碳账户",
    "Forest",
    (
        Group(
            "地块",
            "Plots",
            (
                Figure("plots", "地块数", "plots", places=0),
                Figure("surveyed_plots", "已调查地块", "surveyed", places=0),
                Figure("single_survey_plots", "仅一次调查的地块", "surveyed once: a stock, no removal yet", places=0),
                Figure("area_ha", "面积", "area", "ha"),
                Figure("surveyed_area_ha", "已调查面积", "surveyed area", "ha"),
                Figure("last_surveyed_on", "最近调查日", "last surveyed on"),
            ),
        ),
        Group(
            "储量变化",
            "Stock",
            (
                Figure("opening_stock_tco2e", "年初储量", "stock at the start", "t CO₂e", depth=0),
                Figure("first_surveyed_tco2e", "首次调查计入", "first surveyed in the year", "t CO₂e"),
                Figure("growth_t", "生长吸收", "growth", "t CO₂e"),
                Figure("loss_t", "损失", "loss", "t CO₂e"),
                Figure("event_loss_t", "其中采伐、火灾、病虫害", "of it harvest, fire, pest", "t CO₂e"),
                Figure("stock_tco2e", "期末储量", "stock at the end", "t CO₂e", depth=0),
            ),
        ),
        Group(
            "净移除与缓冲",
            "Net removal and buffer",
            (
                Figure("removal_t", "净移除量", "net removal", "t CO₂e", depth=0),
                Figure("buffer_pct", "缓冲比例", "share kept back", "%"),
                Figure("buffer_t", "缓冲量", "kept back", "t CO₂e"),
                Figure("has_method_change", "跨方法（蓄积与生物量）", "method changed in between"),
            ),
        ),
    ),
)

FREIGHT = Domain(
    "marts.mart_freight_statement",
    "货运：减碳一表清算",
    "Freight: one statement of shifted transport",
    (
        Group(
            "运输",
            "Transport",
            (
                Figure("shipments", "运单数", "shipments", places=0),
                Figure("goods_t", "货物重量", "goods", "t"),
                Figure("road_tkm", "公路", "by road", "t·km"),
                Figure("drayage_tkm", "其中短驳", "of it drayage", "t·km"),
                Figure("rail_tkm", "铁路", "by rail", "t·km"),
                Figure("water_tkm", "水路", "by water", "t·km"),
                Figure("actual_t", "实际排放（范围三）", "emission, scope 3", "t CO₂e", depth=0),
            ),
        ),
        Group(
            "运输方式转换",
            "Shift",
            (
                Figure("shipments_with_shift", "有转换的运单", "shipments with a shift", places=0),
                Figure("baseline_t", "基准排放", "baseline", "t CO₂e", is_optional=True),
                Figure("compared_actual_t", "可比实际排放", "actual of the same shipments", "t CO₂e", is_optional=True),
                Figure("shift_reduction_t", "转换减排量", "shifted", "t CO₂e", depth=0, is_optional=True),
                Figure("road_to_water_t", "公转水", "road to water", "t CO₂e", is_optional=True),
                Figure("road_to_rail_t", "公转铁", "road to rail", "t CO₂e", is_optional=True),
            ),
        ),
    ),
)

DOMAINS = (FARM, ORCHARD, ENERGY, FLEET, FOREST, FREIGHT)
