"""The SQL that reads one delivered text as a value of its contract type, and says what is wrong with it.

Columns that a Parquet file keeps as what they are have a shorter way to the same results: ``stored_values``. Putting
the columns of a source together is ``checking``'s work. Expressions are over the text; null: nothing was delivered.
"""

from dataclasses import dataclass

from dagster_project.lib.contract import Column
from dagster_project.lib.sql import literal, quoted

NUMBER = r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?\s*"
WHOLE_NUMBER = r"\s*[+-]?[0-9]+(\.0*)?\s*"  # 15.0 is what spreadsheets and pandas make of 15
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
# Midnight may stand behind a day: many Parquet writers keep a date as a timestamp.
DATE = rf"({DAY})([T ]00:00(:00(\.0+)?)?)?"
CLOCK = r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
OFFSET = r"[Zz]|[+-](?:0[0-9]|1[0-5])(?::?[0-5][0-9])?"
MOMENT = rf"^({DAY})[Tt ]({CLOCK}) ?({OFFSET})?$"
# A reading outside is a placeholder (0001-01-01, 9999-12-31), and its month would be beyond what Python can count.
FIRST_MOMENT, LAST_MOMENT = "1960-01-01", "9998-12-31"
TRUE_WORDS = ("true", "1", "yes", "是")
FALSE_WORDS = ("false", "0", "no", "否")
EXPECTED = {
    "int": "a whole number",
    "date": "a date such as 2024-01-31",
    "ts": "a time such as 2024-01-31T09:30:00+08:00",
    "bool": "true or false",
}
CODE = {
    "dec": "not_a_number",
    "int": "not_an_int",
    "date": "not_a_date",
    "ts": "not_a_timestamp",
    "bool": "not_a_bool",
}


@dataclass(frozen=True)
class Value:
    """The expressions for one column; ``text`` and ``typed`` are names of columns of the query they are put into."""

    column: Column
    place: int
    timezone: str

    @property
    def text(self) -> str:
        return f"text_{self.place}"

    @property
    def typed(self) -> str:
        return f"typed_{self.place}"

    @property
    def wall_clock(self) -> str:
        """Of a ts: the delivered day and time, before any offset."""
        return f"wall_clock_{self.place}"

    @property
    def offset(self) -> str:
        """Of a ts: the delivered offset in minutes; null: the home's zone."""
        return f"offset_{self.place}"

    def source(self) -> list[str]:
        """What is taken from the delivered column."""
        return [f"nullif(cast({quoted(self.column.name)} as varchar), '') as {self.text}"]

    def parts(self) -> list[str]:
        """What is taken out of the text before it can be typed."""
        if self.column.kind != "ts":
            return []
        wall_clock, offset = self._moment_parts()
        return [f"{wall_clock} as {self.wall_clock}", f"{offset} as {self.offset}"]

    def _moment_parts(self) -> tuple[str, str]:
        """Day and time as delivered, and the offset in minutes."""
        day, clock, offset = (f"regexp_extract({self.text}, {literal(MOMENT)}, {group})" for group in (1, 2, 3))
        minutes = (
            f"case when {offset} = '' then null when upper({offset}) = 'Z' then 0 else "
            f"(case when {offset}[1] = '-' then -1 else 1 end) * (cast({offset}[2:3] as integer) * 60 "
            f"+ coalesce(try_cast(right({offset}, 2) as integer) * cast(length({offset}) > 3 as integer), 0)) end"
        )
        return f"try_cast({day} || ' ' || replace({clock}, ',', '.') as timestamp)", minutes

    def typed_expression(self) -> str:
        text = self.text
        match self.column.kind:
            case "text":
                return text
            case "dec":
                return f"case when {_matches(text, NUMBER)} then try_cast({text} as {self.column.sql_type}) end"
            case "int":
                return f"case when {_matches(text, WHOLE_NUMBER)} then try_cast({text} as bigint) end"
            case "date":
                return (
                    f"case when {_matches(text, DATE)} and not starts_with({text}, '0000') "
                    f"then try_cast({text}[1:10] as date) end"
                )
            case "bool":
                return (
                    f"case when lower(trim({text})) in ({_list(TRUE_WORDS)}) then true "
                    f"when lower(trim({text})) in ({_list(FALSE_WORDS)}) then false end"
                )
            case "ts":
                at_home = f"timezone('UTC', timezone({literal(self.timezone)}, {self.wall_clock}))"
                elsewhere = f"{self.wall_clock} - to_minutes({self.offset})"
                return f"case when {self.offset} is null then {at_home} else {elsewhere} end"
        raise AssertionError(self.column.kind)

    def local_day(self, interval: "Value | None") -> str:
        """Of a ts: the day on the wall clock where it happened, or where its interval began."""
        if interval is None:
            return f"cast({self.wall_clock} as date)"
        longest = interval.column.maximum
        minutes = f"to_minutes(case when {interval.typed} between 0 and {longest} then {interval.typed} end)"
        # The clock may change within the interval: at home the zone tells, elsewhere only the stated offset is known.
        at_home = f"timezone({literal(self.timezone)}, timezone('UTC', {self.typed} - {minutes}))"
        elsewhere = f"{self.wall_clock} - {minutes}"
        return f"cast(case when {self.offset} is null then {at_home} else {elsewhere} end as date)"

    def is_rounded(self) -> str | None:
        """Whether digits were lost: more non-zero decimals than the type keeps."""
        if self.column.kind != "dec":
            return None
        text, scale = self.text, self.column.scale
        lost = rf"\.[0-9]{{{scale}}}[0-9]*[1-9]"
        return (
            f"(case when {self.typed} is null then false "
            f"when contains(lower({text}), 'e') then cast({self.typed} as double) <> try_cast({text} as double) "
            f"when instr({text}, '.') = 0 or length({text}) - instr({text}, '.') <= {scale} then false "
            f"else regexp_matches({text}, {literal(lost)}) end)"
        )

    def problem(self) -> str | None:
        """The reason code of a value that cannot load, else null; None where nothing can be wrong."""
        column, text, typed = self.column, self.text, self.typed
        cases: list[str] = []
        if column.required:
            cases.append(f"when {self.is_absent()} then 'missing_required'")
        if self._may_not_fit():
            cases.append(f"when not {self.is_absent()} and {typed} is null then {self._type_code()}")
        cases += [f"when {wrong} then 'out_of_range'" for wrong in self._beyond_range()]
        if column.values:
            cases.append(f"when {text} not in ({_list(column.values)}) then 'not_in_set'")
        if column.pattern:
            shown = f"cast({typed} as varchar)" if column.kind == "date" else text
            cases.append(f"when not {_matches(shown, column.pattern)} then 'pattern_mismatch'")
        return f"case {' '.join(cases)} end" if cases else None

    def is_absent(self) -> str:
        return f"({self.text} is null)"

    def _may_not_fit(self) -> bool:
        """Whether there can be a value that its type cannot hold."""
        return self.column.kind != "text"

    def _type_code(self) -> str:
        code = CODE[self.column.kind]
        shape = {"dec": NUMBER, "int": WHOLE_NUMBER}.get(self.column.kind)
        if shape is None:
            return literal(code)
        return f"case when {_matches(self.text, shape)} then 'overflow' else {literal(code)} end"

    def _beyond_range(self) -> list[str]:
        column = self.column
        wrong: list[str] = []
        if column.minimum is not None:
            wrong.append(f"{self.typed} {'<=' if column.minimum_is_exclusive else '<'} {column.minimum}")
        if column.maximum is not None:
            wrong.append(f"{self.typed} > {column.maximum}")
        if column.kind == "ts":
            wrong.append(f"{self.typed} not between timestamp '{FIRST_MOMENT}' and timestamp '{LAST_MOMENT}'")
        return wrong

    def value_class(self) -> str:
        """What kind of value stands in the text, in words: never the value itself."""
        text = self.text
        return (
            f"case when {text} is null then 'no value' "
            f"when {_matches(text, NUMBER)} then case when starts_with(trim({text}), '-') "
            f"then 'a negative number' else 'a number' end "
            f"when {_matches(text, DAY)} then 'a date' when regexp_matches({text}, {literal(MOMENT)}) then 'a time' "
            f"else 'text' end"
        )

    def rule(self, reason_code: str) -> str:
        """What the contract asks for, in words, behind the name and the value class."""
        column = self.column
        if reason_code == "missing_required":
            return "but a value is required"
        if reason_code == "overflow":
            return f"which does not fit {column.data_type}"
        if reason_code == "out_of_range":
            return f"but must be {_range(column)}"
        if reason_code == "not_in_set":
            return f"but must be one of {', '.join(column.values or ())}"
        if reason_code == "pattern_mismatch":
            return f"but must have the form {column.pattern}"
        return f"where {EXPECTED.get(column.kind, f'a number ({column.data_type})')} is expected"

    def reason_codes(self) -> list[str]:
        """Every code that ``problem`` can give."""
        column = self.column
        possible = {
            "missing_required": column.required,
            CODE.get(column.kind, ""): column.kind != "text",
            "overflow": column.kind in ("dec", "int"),
            "out_of_range": column.minimum is not None or column.maximum is not None or column.kind == "ts",
            "not_in_set": bool(column.values),
            "pattern_mismatch": bool(column.pattern),
        }
        return [code for code, is_possible in possible.items() if is_possible]

    def output(self, interval: "Value | None") -> list[str]:
        """The columns of the raw zone that this column becomes."""
        columns = [f"{self.typed} as {quoted(self.column.name)}"]
        if self.column.kind == "ts":
            columns.append(f"{self.local_day(interval)} as {quoted(self.column.local_on)}")
        return columns


def _range(column: Column) -> str:
    if column.kind == "ts":
        return f"between {FIRST_MOMENT} and {LAST_MOMENT}"
    bounds: list[str] = []
    if column.minimum is not None:
        bounds.append(f"{'above' if column.minimum_is_exclusive else 'at least'} {column.minimum}")
    if column.maximum is not None:
        bounds.append(f"at most {column.maximum}")
    return " and ".join(bounds)


def _matches(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(literal(word) for word in words)
