"""What a report says, and that it needs nothing but itself."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from dagster_project.lib.home import Home
from dagster_project.lib.publishing import current_release
from dagster_project.lib.publishing.manifest import sha256_of_manifest
from dagster_project.lib.reporting import build_report
from dagster_project.lib.reporting.page import COLOUR_HEX
from dagster_project.lib.running.project import SEEDS

from .pages import Page
from .small_release import (
    BARE,
    BUILDING,
    FARM,
    FLEET,
    FOREST,
    HOSTILE,
    HOSTILE_NAME,
    ORCHARD,
    PLANT,
    RICH,
    TABLES,
    make_release,
)

ACCOUNTS = (RICH, BARE, BUILDING, HOSTILE, FARM, ORCHARD, PLANT, FLEET, FOREST)
_LOADING = {"src", "srcset", "action", "formaction", "data", "poster", "background", "cite", "ping", "xlink:href"}


@cache
def _html(home: Home, account: str, audience: str = "auditor") -> str:
    return build_report(home, account, 2024, audience=audience).html


@cache
def _page(home: Home, account: str, audience: str = "auditor") -> Page:
    return Page(_html(home, account, audience))


@pytest.mark.parametrize("account", ACCOUNTS)
def test_the_page_refers_to_nothing_outside_itself(home: Home, account: str) -> None:
    page = _page(home, account)
    assert page.unclosed == []
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "foreignObject"}
    for tag, attributes in page.elements:
        for name, value in attributes.items():
            assert name not in _LOADING, (tag, name)
            assert not name.startswith("on"), (tag, name)
            assert "//" not in value, (tag, name, value)
            assert name != "href" or value.startswith("#"), (tag, value)
            assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", value)), (tag, value)
    assert not re.search(r"url\(|@import|@font-face", " ".join(page.styles))


@pytest.mark.parametrize("account", ACCOUNTS)
def test_identifiers_are_unique_and_references_lead_somewhere(home: Home, account: str) -> None:
    html = _html(home, account)
    found = [attributes["id"] for _, attributes in Page(html).elements if "id" in attributes]
    assert len(found) == len(set(found))
    assert {*re.findall(r'href="#([^"]+)"', html), *re.findall(r"url\(#([^)]+)\)", html)} <= set(found)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_the_same_release_gives_the_same_bytes(home: Home, account: str) -> None:
    assert build_report(home, account, 2024).html == _html(home, account)


def test_what_was_delivered_is_text_and_nothing_else(home: Home) -> None:
    page = _page(home, HOSTILE)
    assert HOSTILE_NAME in page.text
    assert "{{ 7 * 7 }}" in page.text  # not a template of ours either
    assert "</td><img src=x onerror=alert(1)>" in page.text


def test_identity_boundary_and_filing_number(home: Home) -> None:
    text = _page(home, RICH).text
    for words in ("衢州示例化工有限公司", "衢碳备 2024-0017 号", "不含职工宿舍", "衢江区 Qujiang", "工业 industry"):
        assert words in text
    assert "备案号 filing number 未交付 not delivered" in _page(home, BARE).text


def test_the_colour_has_its_dimensions_grade_and_confidence(home: Home) -> None:
    text = _page(home, RICH).text
    assert "浅绿 Light green 良好 good" in text
    for words in ("行业先进性 industry", "区域贡献度 region", "历史下降度 history", "深绿 Dark green", "78.2 %"):
        assert words in text


def test_totals_stand_with_the_year_before_and_every_digit(home: Home) -> None:
    page = _page(home, RICH)
    released = {attributes["value"] for tag, attributes in page.elements if tag == "data"}
    sizes = [row for row in TABLES["marts.mart_account_emission"][0] if row["account_id"] == RICH]
    year = next(row for row in sizes if row["period_grain"] == "year" and row["period_start"].year == 2024)
    assert f"{year['total_location_t']:f}".rstrip("0").rstrip(".") in released
    assert "8,053.57" in page.text
    assert "10,140.00" in page.text
    assert "-20.6 %" in page.text
    assert "范围三 scope 3 未知 not known" in page.text


def test_reductions_stand_beside_and_are_never_taken_off(home: Home) -> None:
    text = _page(home, RICH).text
    beside = text.index("Beside the totals: in no sum, never netted")
    assert text.index("biogenic CO₂") > beside
    assert text.index("减排量 reductions (against a baseline) 312.50") > beside


def test_charts_are_described_and_hold_the_months(home: Home) -> None:
    page = _page(home, RICH)
    charts = [attributes for tag, attributes in page.elements if tag == "svg"]
    assert [chart["role"] for chart in charts] == ["img", "img"]
    assert "emissions by month of 2024" in charts[0]["aria-label"]
    assert "上年同月合计 total of the year before" in page.text


def test_ratings_name_value_benchmark_distance_and_confidence(home: Home) -> None:
    text = _page(home, RICH).text
    row = text[text.index("行业先进性 industry advancement") :]
    for words in ("1.2894", "1.1200", "同大类企业 members of the division (17)", "1.1513", "2,203.13 t", "83.4 %"):
        assert words in row[:300]
    assert text.index("三维四色 three dimensions") < text.index("单位产品能耗限额 energy limit")


def test_an_account_without_rating_says_so_and_why(home: Home) -> None:
    text = _page(home, BARE).text
    assert "未评级 not rated" in text
    assert "同大类和同门类的其他成员数均少于比较所需的最少数。" in text
    assert "Fewer other members in the division and the section than a comparison needs." in text
    assert "初步结果" in text
    assert "这不表示排放为零" in text
    assert "没有适用于该账户的贷款产品。 No loan product applies" in text
    assert "没有该账户的贷款合同。" in text
    assert "该年度没有交付减排措施。" in text


def test_a_row_without_rating_says_why_in_both_languages(home: Home) -> None:
    text = _page(home, RICH).text
    assert "未评级 not rated — 标准按条件规定限额而交付未注明条件" in text
    assert "该年度未交付强度指标的分母。 The denominator of the intensity was not delivered" in text


def test_eligibility_lists_every_failed_rule_and_the_terms(home: Home) -> None:
    text = _page(home, RICH).text
    assert "没有降碳项目 No reduction measure planned ( 现为 is 0 t ; 要求 asked > 0 )" in text
    assert "未授权信用报告 No consent for credit reporting" in text
    assert "未享优惠 terms withheld : 年度碳足迹降幅未达5% Yearly footprint did not fall by 5 %" in text
    assert "( 现为 is -2.5 %" in text
    assert "Colour below light green" not in text  # a rule that is met
    assert "✓ 符合 eligible" in text
    assert "判定日 decided on 2024-07-01 · 依据年度 rated year 2023" in text
    assert "20 bp 5 – 10 % 30,000,000.00 CNY" in text


def test_loans_show_the_newest_balance_and_the_financed_emission(home: Home) -> None:
    text = _page(home, RICH).text
    loan = text[text.index("L-2024-001") :]
    for words in ("12,000,000.00", "3.65 %", "黄 Yellow → 浅绿 Light green", "6,000,000.00 2024-06-28", "362.41 t"):
        assert words in loan[:400]
    assert "范围二 scope 2 241.61 t 归因比例 share 0.0750 · PCAF 2" in loan
    assert "央行口径 central bank view 未交付借款人的营业收入。" in loan


def test_effects_are_measured_beside_stated(home: Home) -> None:
    text = _page(home, RICH).text
    assert "312.50 400.00 150.50 180.00 — 260,000.00" in text


def test_alerts_and_policy_measures_are_told(home: Home) -> None:
    text = _page(home, RICH).text
    assert "2024-04 能耗比上年同月高 31%。 Energy is 31 % above" in text
    assert "浅绿 Light green → 支持 Support" in text


def test_a_proposal_is_marked_where_it_counts(home: Home) -> None:
    html = _html(home, RICH)
    assert html.count('class="proposal"') > 10
    gas = html[html.index("fuel|NDRC_GENERAL|NATURAL_GAS") :]
    coal = html[html.index("fuel|NDRC_GENERAL|BITUMINOUS_COAL") :]
    assert 'class="proposal"' in gas[: gas.index("</tr>")]
    assert 'class="proposal"' not in coal[: coal.index("</tr>")]


def test_gaps_and_waiting_records_are_told(home: Home) -> None:
    text = _page(home, RICH).text
    assert "11 / 12 — 不完整 incomplete" in text
    assert "烟煤 bituminous coal 11 / 12 不完整 incomplete" in text
    assert "production_output 2 单位不在单位表中。 The unit is not in the unit table." in text


def test_what_the_credit_report_adds(home: Home) -> None:
    text = _page(home, RICH).text
    assert "碳资信等级 carbon credit rating A ( 82.5 )" in text
    assert "征信报告授权 consent to credit reporting : 未交付 not delivered" in text
    assert "有月份没有数据。 Months are missing. 未交付借款人的营业收入。 The revenue" in text


def test_reasons_stand_in_the_eligibility_where_rules_are_not_published(tmp_path: Path) -> None:
    home = make_release(tmp_path, without=["marts.mart_loan_rule_result"])
    text = _page(home, RICH).text
    assert "没有降碳项目 No reduction measure planned 未授权信用报告 No consent for credit reporting" in text


def test_factors_have_value_source_vintage_and_evidence(home: Home) -> None:
    text = _page(home, RICH).text
    factors = text[text.index("所用因子 Factors used") :]
    for words in ("1985.361675 kg/t", "2022-01-01", "2024-12-23", "核算方法与报告指南", "二手资料 secondary"):
        assert words in factors
    assert factors.count("fuel|NDRC_GENERAL|BITUMINOUS_COAL|t") == 1  # asked for twice, one factor


def test_the_release_can_be_found_again(home: Home) -> None:
    release = current_release(home)
    assert release is not None
    text = _page(home, RICH).text
    for words in (release.name, sha256_of_manifest(release.manifest()), "1" * 64, "2024-07-01T08:30:00Z"):
        assert words in text
    assert f"carbon trace {RICH} --year 2024 --release {release.name}" in text
    assert "QUZHOU_3D4C|light_green|yellow|dark_green|| rule 1" in text
    assert """carbon trace 'ENT-'"'"'003' --year 2024""" in _page(home, HOSTILE).text


def test_a_building_gets_what_applies_to_it(home: Home) -> None:
    text = _page(home, BUILDING).text
    assert "建筑 building" in text
    assert "26,400.00 m²" in text
    assert "98.025 kg CO₂e/m²" in text
    assert "行业先进性 industry" not in text  # its scheme has one indicator
    assert "没有该账户的隔离记录。" in text


def test_the_government_file_is_enough(home: Home) -> None:
    text = _page(home, RICH, audience="government").text
    assert "government.duckdb" in text
    assert "见审计文件" in text
    assert "衢州示例化工有限公司" in text


def test_a_release_without_the_newer_marts_still_gives_a_report(tmp_path: Path) -> None:
    kept = ("marts.mart_account", "marts.mart_account_emission")
    home = make_release(tmp_path, without=[name for name in TABLES if name not in kept])
    text = _page(home, RICH).text
    assert "8,053.57" in text
    assert "本发布版不含颜色评定。 The release holds no colours." in text
    assert text.count("does not hold this table") >= 6


def test_a_farm_shows_its_groups_its_paths_and_its_label(home: Home) -> None:
    text = _page(home, FARM).text
    assert "中绿 Mid green" in text
    domain = text[text.index("3 领域账户 Account of the domain") : text.index("4 评级与基准")]
    for words in (
        "农业碳账户 Farm ◇",
        "养殖 livestock",
        "经营面积 area 未知 not known",
        "畜禽 animals 30.00 t CO₂e",
        "秸秆 straw 613.50 t CO₂e 土壤 soil 0.00 t CO₂e 粪污资源化 manure 485.60 t CO₂e",
        "中和量合计 neutralised, sum of the three 1,099.10 t CO₂e",
        "较上年变化 change on it 9.9 %",
        "列入名录 listed 是 yes",
    ):
        assert words in domain
    assert "neutralised per ha" not in domain  # a body without land
    assert "未列入 not listed" in text  # the year before
    assert "没有数据的月份 months without data" not in text  # its work has seasons


def test_removals_and_scope_3_stand_beside_and_in_no_share(home: Home) -> None:
    text = _page(home, FARM).text.replace("◇ ", "")
    assert text.index("范围三 scope 3 1.25") > text.index("Beside the totals: in no sum, never netted")
    parts = text[text.index("What emitted 位置法") :]
    assert "1 猪 pig 30.00 75.0" in parts
    assert "3 化肥投入 fertiliser input 20.00 —" in parts
    assert "清除构成 What was taken up" in parts
    assert "秸秆还田 straw returned to the soil 613.50" in parts
    assert "— 猪粪污沼气处理 pig manure digested — — 485.60" in text  # no measure, no baseline
    assert "What was taken up" not in _page(home, RICH).text


def test_a_loss_of_stock_stays_below_zero(home: Home) -> None:
    text = _page(home, FOREST).text
    assert "林木储量变化 change of the forest stock -120.50" in text
    assert "净移除量 net removal -120.50 t CO₂e" in text
    assert "最近调查日 last surveyed on 2024-07-01" in text
    assert "跨方法（蓄积与生物量） method changed in between 否 no" in text


def test_each_domain_has_its_own_figures(home: Home) -> None:
    orchard, plant, fleet = (_page(home, account).text for account in (ORCHARD, PLANT, FLEET))
    assert "净固碳量 = 固碳 − 排放 net = fixed − emitted 3.05 t CO₂e" in orchard
    assert "有机肥奖励 reward in organic fertiliser 3.05 t" in orchard
    assert "300MW等级及以下常规燃煤机组 conventional coal unit of the 300 MW class and below" in plant
    assert "电量口径 electricity counted 发电量 generated" in plant
    assert "盈缺 = 配额 − 排放（负为缺口） surplus, negative a deficit 4,050.00 t CO₂" in plant
    assert "供电量 supplied" not in plant  # not delivered
    assert "同运段参考值 reference of the same legs 78.00 g/t·km" in fleet
    assert "未评级 not rated : 车队未报送自有燃料或电力。" in fleet


def test_a_shipper_has_its_statement(home: Home) -> None:
    text = _page(home, RICH).text
    assert "其中短驳 of it drayage 30,000.00 t·km" in text
    assert "转换减排量 shifted 15.66 t CO₂e" in text


def test_sections_are_numbered_without_a_gap(home: Home) -> None:
    for account in (FARM, BUILDING):
        found = re.findall(r'<span class="number">(\d+)</span>', _html(home, account))
        assert found == [str(number) for number in range(1, len(found) + 1)]
    assert "Account of the domain" not in _page(home, BUILDING).text


def test_a_colour_looks_like_its_row_of_the_reference_data() -> None:
    with (SEEDS / "ratings" / "colour.csv").open(encoding="utf-8", newline="") as stream:
        stated = {row["colour_code"]: row["hex"].lower() for row in csv.DictReader(stream)}
    assert {colour: hex_ for colour, hex_ in COLOUR_HEX.items() if colour != "none"} == {
        colour: hex_ for colour, hex_ in stated.items() if colour != "none"
    }
    style = (Path(build_report.__code__.co_filename).parent / "templates" / "style.css").read_text(encoding="utf-8")
    assert dict(re.findall(r"\.label\.(\w+) \{ --tone: (#\w{6});", style)) == {
        colour: hex_ for colour, hex_ in COLOUR_HEX.items() if colour != "none"
    }
