{# One row per record and month of its period; the parts of a record add up to it exactly. The investment is made once and stays as it is. #}
{{ months_of_measures(ref('int_reduction_measure__checked'), [
    ('energy_saved_tce', 'month_energy_saved_tce', 18),
    ('reduction_t', 'month_reduction_t', 18),
    ('saving_cny', 'month_saving_cny', 28),
    ('stated_energy_saved_tce', 'month_stated_energy_saved_tce', 18),
    ('stated_reduction_t', 'month_stated_reduction_t', 18),
    ('stated_saving_cny', 'month_stated_saving_cny', 28)
]) }}
