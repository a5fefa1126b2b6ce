"""`carbon report`: the carbon credit report (碳征信报告) of an account and year as one self-contained HTML page.

Belongs here: reading the published marts of one release, the bilingual page and its charts. Does not belong here:
computing a figure that a mart does not hold (sums for a chart and the change on the year before are all that is added).
"""

from dagster_project.lib.reporting.report import Report, build_report

__all__ = ["Report", "build_report"]
