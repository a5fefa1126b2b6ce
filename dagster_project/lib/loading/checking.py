"""Puts the columns of a source together: one statement that types, checks and explains every row of a delivery.

What is right for a single value stands in ``values``; where the rows go afterwards in ``writing``.
"""

from collections.abc import Mapping, Sequence

from dagster_project.lib.contract import SourceContract
from dagster_project.lib.contract.model import KEY_TYPE
from dagster_project.lib.loading.stored_values import exact_number, value_of
from dagster_project.lib.loading.values import Value
from dagster_project.lib.sql import literal, quoted

TOTAL_TYPE = "decimal(38,18)"  # exact for every column type of a contract
WHOLE_LINE = -1  # the problem is not one of a column


def wanted_columns(contract: SourceContract, totals: Sequence[str] = ()) -> list[str]:
    """Names to read from the file: the contract's, then those that only a control total needs."""
    names = list(contract.column_names)
    return names + [name for name in totals if name not in names]


class RowChecks:
    """The SQL for one contract, in one time zone, with the control totals that a sidecar asks for.

    ``stored`` names the types of the delivered columns; a column without one is text.
    """

    def __init__(
        self,
        contract: SourceContract,
        timezone: str,
        totals: Sequence[str] = (),
        stored: Mapping[str, str] | None = None,
    ) -> None:
        self._contract = contract
        self._totals = tuple(totals)
        self._stored = dict(stored or {})
        self._values = [
            value_of(column, place, timezone, self._stored.get(column.name))
            for place, column in enumerate(contract.columns)
        ]
        self._by_name = {value.column.name: value for value in self._values}

    def checked_rows(self, delivered: str) -> str:
        """A query over what was delivered: the columns of the raw zone, then the line, its first problem and more.

        Every part is an expression of its own: a query that asks for some columns computes no others.
        """
        plain = [value for value in self._values if not self._is_secret(value)]
        texts = ", ".join([*(part for value in self._values for part in self._source(value)), *self._total_values()])
        parts = ", ".join(["*", *(part for value in plain for part in value.parts())])
        typed = ", ".join(["*", *(f"{value.typed_expression()} as {value.typed}" for value in plain)])
        problems = ", ".join(["*", *(f"{problem} as problem_{value.place}" for value, problem in self._problems())])
        first = f"*, {self._problem()} as _problem, {self._reason_code()} as _reason_code"
        output = ", ".join(
            [
                *(column for value in self._values for column in self._output(value)),
                "_line_no",
                "_is_erased",
                "_problem",
                "_reason_code",
                f"{self._reason()} as _reason",
                f"{self._rounded()} as _rounded",
                *(f"_total_{place}" for place in range(len(self._totals))),
            ]
        )
        return (
            f"select {output} from (select {first} from (select {problems} from (select {typed} from "
            f"(select {parts} from (select {texts}, _line_no, _values_found, _is_erased from {delivered})))))"
        )

    def column_of_problem(self) -> str:
        """The name of the column that ``_problem`` points at; null when it is the whole line."""
        cases = [f"when {value.place} then {literal(value.column.name)}" for value in self._values]
        return f"case _problem {' '.join(cases)} end"

    def total_sums(self) -> list[str]:
        return [f"coalesce(sum(_total_{place}), 0)" for place in range(len(self._totals))]

    def _is_secret(self, value: Value) -> bool:
        secret = self._contract.secret
        return secret is not None and value.column.name == secret.column

    def _source(self, value: Value) -> list[str]:
        if self._is_secret(value):  # already a key: what is checked no longer holds the identifier
            return [f"cast({quoted(value.column.name)} as {KEY_TYPE}) as {value.text}"]
        return value.source()

    def _total_values(self) -> list[str]:
        numbers = [exact_number(name, self._stored.get(name), TOTAL_TYPE) for name in self._totals]
        return [f"{number} as _total_{place}" for place, number in enumerate(numbers)]

    def _output(self, value: Value) -> list[str]:
        if self._is_secret(value):
            assert self._contract.secret is not None
            return [f"{value.text} as {quoted(self._contract.secret.key_column)}"]
        interval = self._by_name.get(value.column.interval_column or "") if value.column.local_day else None
        return value.output(interval)

    def _problem(self) -> str:
        """Which column, in the order of the contract, is the first with a problem."""
        cases = [f"when problem_{value.place} is not null then {value.place}" for value, _ in self._problems()]
        if self._contract.exactly_one_of:
            cases.append(f"when {self._filled()} <> 1 then {WHOLE_LINE}")
        return f"case when _values_found is not null then {WHOLE_LINE} {' '.join(cases)} end"

    def _reason_code(self) -> str:
        codes = [f"problem_{value.place}" for value, _ in self._problems()]
        if self._contract.exactly_one_of:
            codes.append(f"case when {self._filled()} <> 1 then 'not_exactly_one' end")
        return f"case when _values_found is not null then 'wrong_column_count' else {_first(codes)} end"

    def _filled(self) -> str:
        """How many of the columns of which a row fills one have a value."""
        texts = [self._by_name[name].text for name in self._contract.exactly_one_of]
        return "(" + " + ".join(f"cast({text} is not null as integer)" for text in texts) + ")"

    def _problems(self) -> list[tuple[Value, str]]:
        found = [(value, value.problem()) for value in self._values]
        return [(value, problem) for value, problem in found if problem is not None]

    def _reason(self) -> str:
        """The sentence for audit.reject: column, value class, rule; computed for rejected rows only."""
        cases = [f"when {WHOLE_LINE} then {self._reason_of_line()}"]
        for value in self._values:
            if not value.reason_codes():
                continue
            rules = " ".join(f"when {literal(code)} then {literal(value.rule(code))}" for code in value.reason_codes())
            found = "'no value'" if self._is_secret(value) else value.value_class()
            name = literal(value.column.name + " holds ")
            cases.append(f"when {value.place} then {name} || {found} || ', ' || case _reason_code {rules} end")
        return f"case _problem {' '.join(cases)} end"

    def _reason_of_line(self) -> str:
        count = "'the line has ' || _values_found || ' values, the header another number of names'"
        names = self._contract.exactly_one_of
        if not names:
            return count
        rule = literal(f"exactly one of {', '.join(names)} must have a value, the line has ")
        return f"case when _values_found is not null then {count} else {rule} || {self._filled()} end"

    def _rounded(self) -> str:
        rounded = [expression for value in self._values if (expression := value.is_rounded())]
        return " + ".join(f"cast({expression} as integer)" for expression in rounded) or "0"


def _first(expressions: list[str]) -> str:
    return f"coalesce({', '.join(expressions)})" if expressions else "cast(null as varchar)"
