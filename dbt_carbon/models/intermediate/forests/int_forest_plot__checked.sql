{# Every current record of forest_plot with what stops it, if anything. What grows on a plot stops its surveys, not the plot. #}
{{ checked_records('forest_plot') }}
