{# Keys of every table of the layer, by the grain that its YAML declares; one query, because each test costs as much as a model. #}
{{ keys_hold([
    'base_account_factor', 'base_account_registry', 'base_bank_registry', 'base_behaviour_review',
    'base_building_registry', 'base_city_indicator', 'base_consent_event', 'base_credit_event', 'base_credit_score',
    'base_energy_consumption', 'base_enterprise_economics', 'base_erasure_request', 'base_factor_library',
    'base_farm_activity', 'base_farm_registry', 'base_forest_plot', 'base_forest_survey', 'base_freight_trip',
    'base_green_certificate', 'base_loan_application', 'base_loan_balance', 'base_loan_contract',
    'base_measured_emission', 'base_person_registry', 'base_personal_allowance', 'base_points_redemption',
    'base_process_activity', 'base_production_output', 'base_reduction_measure', 'base_verification',
    'stg_account_factor', 'stg_account_registry', 'stg_bank_registry', 'stg_behaviour_review',
    'stg_building_registry', 'stg_city_indicator', 'stg_consent_event', 'stg_credit_event', 'stg_credit_score',
    'stg_electricity_meter', 'stg_energy_consumption', 'stg_enterprise_economics', 'stg_erasure_request',
    'stg_factor_library', 'stg_farm_activity', 'stg_farm_registry', 'stg_forest_plot', 'stg_forest_survey',
    'stg_freight_trip', 'stg_green_certificate', 'stg_loan_application', 'stg_loan_balance', 'stg_loan_contract',
    'stg_measured_emission', 'stg_person_registry', 'stg_personal_allowance', 'stg_points_redemption',
    'stg_process_activity', 'stg_production_output', 'stg_reduction_measure', 'stg_verification'
]) }}
