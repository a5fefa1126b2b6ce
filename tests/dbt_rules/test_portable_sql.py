"""Every model and test of the project means the same on DuckDB and Spark; each rule catches what it forbids."""

import re

import pytest

from .manifest import Project
from .portable_project import with_markers
from .portable_sql import RULES, findings

# rule -> statements that it must catch
BAD = {
    "readable": ["select from where"],
    "known_function": [
        "select avg(quantity) as mean from t",
        "select concat('a', b) as c from t",
        "select list_value(1, 2) as pair from t",
        "select regexp_matches(a, 'b') as is_b from t",
        "select string_agg(a, ',') as names from t",
        "select md5(a) as k from t",
        "select strptime(a, '%Y') as d from t",
        "select date_diff('day', a, b) as days from t",
        "select now() as moment from t",
        "select left(a, 2) as province from t",
    ],
    "known_construct": [
        "select a from t qualify row_number() over (partition by a order by b nulls last) = 1",
        "select * exclude (a) from t",
        "select * replace (a + 1 as a) from t",
        "select columns('a.*') from t",
        "select [1, 2] as pair from t",
        "select a[1] as head from t",
        "select {'a': 1} as box from t",
        "select a -> 'b' as part from t",
        "select current_date as today from t",
        "select a + interval 1 day as tomorrow from t",
        "select a from t asof join u using (a)",
        "select distinct on (a) a, b from t",
        "select a from t union by name select a from u",
        "select a ilike 'x%' as is_x from t",
        "select a similar to 'x' as is_x from t",
        "pivot t on a using sum(b)",
        "select a from t using sample 10",
    ],
    "nulls_are_placed": [
        "select a from t order by a",
        "select a from t order by a desc",
        "select row_number() over (partition by a order by b nulls last, c) as place from t",
    ],
    "plain_names": ['select "a" from t', 'select a as "b" from t', "select a as check from t", "select t.time from t"],
    "plain_literals": [r"select replace(a, '\', '') as b from t", r"select a from t where a like '\d%'"],
    "no_division": ["select a / b as ratio from t", "select a // 2 as half from t"],
    "known_type": [
        "select cast(a as double) as b from t",
        "select cast(a as float) as b from t",
        "select cast(a as hugeint) as b from t",
        "select cast(a as varchar) as b from t",
        "select cast(a as text) as b from t",
        "select cast(a as decimal) as b from t",
        "select cast(a as timestamptz) as b from t",
        "select a::double as b from t",
        "select try_cast(cast(a as uuid) as string) as b from t",
    ],
    "date_parts": [
        "select engine__datediff('month', a, b) as months from t",
        "select cast(engine__date_trunc('week', a) as date) as monday from t",
        "select engine__date_trunc('month', a) as m from t",
        "select extract(dow from a) as weekday from t",
    ],
    "bounded_recursion": [
        "with recursive w (a) as (select a from t union all select a + 1 from w) select a from w",
        "with recursive w (a) as (select a from t union all select a + 1 from w where a < 500) select a from w",
    ],
    "no_trailing_comma": ["select a, from t", "select a from t where a in (1, 2,)"],
}

# What a model may say all the same, and why.
EXCEPTIONS = {
    (
        "model.carbon.base_electricity_meter",
        "bounded_recursion",
    ): "one step per overlapping reading of a meter: its length"
    " is that of the data; Spark needs spark.sql.cteRecursionLevelLimit raised",
}

GOOD = [
    "select a from t order by a nulls last, b desc nulls first",
    "select percentile_cont(0.5) within group (order by a) as middle from t",
    "select row_number() over (partition by a order by b nulls last) as place from t",
    "with recursive w (a, n) as (select a, 0 from t union all select a, n + 1 from w where n < 9) select a from w",
    "select a, count_if(b > 1) as n, sum(c) filter (where c > 0) as total from t group by all",
    "select cast(floor(quantity) as bigint) as n, a::int as b from t",
    "select cast(count(*) as bigint) as n, cast(sum(rows_loaded) as bigint) as m from t",
    "select cast(a as decimal(19, 10)) * cast(b as decimal(18, 6)) as c from t",
    "select cast(a as decimal(9, 2)) * cast(b as decimal(9, 2)) as c from t",
    "select engine__quotient(a, nullif(b, 0), 6, 6, 6, 28) as ratio from t",
    "select cast(engine__date_trunc('month', a) as date) as m, extract(year from b) as y from t",
    "select 'it''s' || a as b, a is distinct from b as is_other from t",
    "select try_cast(a as decimal(28, 10)) as b from t where exists (select 1 from u where u.a = t.a)",
    "select a from t where b >= date '2024-01-01'",
    "select a.* from t as a semi join u on a.k = u.k",
    "select months + 1 as n from t",
    "with run as (select a from inputs.run) select a from run",
]

ENGINE_FOLDER = "macros/engine/"
ENGINE_WORDS = re.compile(r"\b(adapter\.|target\.|duckdb|spark|run_query|statement\()")


def engine_words(text: str) -> list[str]:
    """Engine's words in the code of a model or macro; what stands in comments does not run."""
    return ENGINE_WORDS.findall(re.sub(r"{#.*?#}", "", text, flags=re.DOTALL).lower())


def test_all_sql_is_portable(statements: dict[str, str]) -> None:
    assert statements
    found = {(name, finding.rule): finding.what for name, sql in statements.items() for finding in findings(sql)}
    assert {key: what for key, what in found.items() if key not in EXCEPTIONS} == {}
    assert set(EXCEPTIONS) <= set(found), "an exception that nothing needs"


def test_every_rule_has_a_bad_statement() -> None:
    assert set(BAD) == set(RULES) | {"readable"}


@pytest.mark.parametrize(("rule", "sql"), [(rule, sql) for rule, statements in BAD.items() for sql in statements])
def test_bad_statement_is_caught(rule: str, sql: str) -> None:
    # A function that is not known is an unknown construct as well, when the parser has a class for it.
    also = {"known_construct", "known_function"} if rule.startswith("known_") else set()
    assert rule in {finding.rule for finding in findings(sql)} <= {rule} | also


@pytest.mark.parametrize("sql", GOOD)
def test_good_statement_passes(sql: str) -> None:
    assert findings(sql) == []


def test_engines_are_named_in_engine_macros_only(project: Project) -> None:
    code = {model.name: model.raw_code for model in project.models.values()}
    code |= {f"{path}: {text.split('%}')[0]}": text for path, text in project.own_macros() if ENGINE_FOLDER not in path}
    assert {name: words for name, text in code.items() if (words := engine_words(text))} == {}


@pytest.mark.parametrize(
    "code", ["{% if target.type == 'x' %}", "{{ adapter.dispatch('a')() }}", "{% macro duckdb__a() %}"]
)
def test_engine_word_is_caught(code: str) -> None:
    assert engine_words(code)
    assert engine_words("{# " + code + " #}") == []


def test_marker_keeps_the_arguments() -> None:
    macro = "{% macro duckdb__part(a, b=6) -%}\n  split({{ a }}, {{ b }})\n{%- endmacro %}"
    assert with_markers(macro) == "{% macro duckdb__part(a, b=6) -%}engine__part({{ a }}, {{ b }}){%- endmacro %}"
