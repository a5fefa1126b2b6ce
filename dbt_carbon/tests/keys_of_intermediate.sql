{# Keys of every table of the layer, by the grain that its YAML declares; one query, because each test costs as much as a model. #}
{{ keys_hold([
    'int_account_factor_quarantine', 'int_activity', 'int_activity_load', 'int_activity_request', 'int_city_indicator__checked',
    'int_consent_event__checked', 'int_credit_event__checked', 'int_credit_score__checked',
    'int_energy_consumption__checked', 'int_energy_consumption__monthly', 'int_enterprise_economics__checked',
    'int_enterprise_economics__monthly', 'int_factor_library_quarantine', 'int_farm_activity__checked', 'int_farm_activity__monthly',
    'int_freight_trip__activity', 'int_freight_trip__checked',
    'int_forest_plot__checked', 'int_forest_species_factor', 'int_forest_survey__checked', 'int_green_certificate__checked',
    'int_loan_application__checked', 'int_loan_balance__checked', 'int_loan_contract__checked',
    'int_measured_emission__checked', 'int_measured_emission__monthly', 'int_meter_day', 'int_meter_month',
    'int_month_as_of', 'int_personal_allowance__checked', 'int_points_redemption__checked', 'int_process_activity__checked', 'int_process_activity__monthly',
    'int_production_output__checked', 'int_production_output__monthly', 'int_quarantine',
    'int_reduction_measure__checked', 'int_reduction_measure__monthly', 'int_warning'
]) }}
