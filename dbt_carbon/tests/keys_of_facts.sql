{# Keys of every table of the layer, by the grain that its YAML declares; one query, because each test costs as much as a model. #}
{{ keys_hold([
    'fct_account_colour', 'fct_account_month', 'fct_account_period', 'fct_account_year', 'fct_activity_gas', 'fct_activity_load',
    'fct_activity_outcome', 'fct_alert', 'fct_bank_customer', 'fct_behaviour_class', 'fct_behaviour_verdict', 'fct_borrower', 'fct_borrower_attribute', 'fct_borrower_emission',
    'fct_certificate_year', 'fct_city_indicator', 'fct_community_month', 'fct_credit_rating', 'fct_credit_report_list', 'fct_data_gap', 'fct_emission',
    'fct_energy_efficiency', 'fct_energy_producer_year', 'fct_energy_service', 'fct_energy_type_year', 'fct_energy_use', 'fct_export',
    'fct_factor_candidate', 'fct_factor_choice', 'fct_factor_request', 'fct_farm_part', 'fct_farm_year', 'fct_financed_emission',
    'fct_forest_change', 'fct_forest_plot', 'fct_forest_stock', 'fct_forest_year', 'fct_freight_leg', 'fct_freight_shipment', 'fct_green_power',
    'fct_intensity', 'fct_intensity_measure', 'fct_load', 'fct_loan', 'fct_loan_application', 'fct_loan_eligibility',
    'fct_loan_month', 'fct_loan_rule_result', 'fct_matrix_colour', 'fct_measured_emission', 'fct_missing_delivery', 'fct_month_close',
    'fct_own_factor', 'fct_partial_month', 'fct_peer_group', 'fct_peer_member',
    'fct_behaviour_conflict', 'fct_points_late', 'fct_person_account', 'fct_person_bank', 'fct_person_bank_month', 'fct_person_bank_year', 'fct_person_borrower', 'fct_person_consent', 'fct_person_loan_decision', 'fct_person_loan_outcome',
    'fct_person_month', 'fct_person_report_list', 'fct_person_year', 'fct_personal_allowance', 'fct_personal_month',
    'fct_points_balance', 'fct_points_entry', 'fct_points_month', 'fct_points_use', 'fct_points_year', 'fct_product_year', 'fct_quarantine', 'fct_rating',
    'fct_rating_basis', 'fct_rating_basis_building', 'fct_rating_basis_energy_limit', 'fct_rating_basis_ets', 'fct_rating_basis_neutral', 'fct_rating_basis_orchard', 'fct_rating_basis_transport', 'fct_rating_benchmark',
    'fct_rating_measure', 'fct_rating_rule', 'fct_reduction', 'fct_region_account', 'fct_region_supply', 'fct_region_year', 'fct_reject', 'fct_removal', 'fct_row_class', 'fct_warning'
]) }}
