{# Keys of every table of the layer, by the grain that its YAML declares; one query, because each test costs as much as a model. #}
{{ keys_hold([
    'audit_factor', 'audit_load', 'audit_missing_delivery', 'audit_quarantine', 'audit_reconciliation',
    'audit_reject', 'audit_trace', 'audit_warning', 'mart_account', 'mart_account_colour', 'mart_account_emission',
    'mart_account_emission_detail', 'mart_account_intensity', 'mart_account_rating', 'mart_account_reduction',
    'mart_alert', 'mart_bank_customer', 'mart_bank_financed_emission', 'mart_building_account',
    'mart_carbon_credit_report', 'mart_city_indicator', 'mart_community_group', 'mart_community_month',
    'mart_disclosed_colour', 'mart_energy_account', 'mart_energy_completeness', 'mart_energy_service_effect',
    'mart_farm_account', 'mart_financed_emission', 'mart_fleet_account', 'mart_forest_account', 'mart_forest_plot',
    'mart_forest_survey', 'mart_freight_leg', 'mart_freight_shift', 'mart_freight_statement', 'mart_green_power',
    'mart_loan', 'mart_loan_book', 'mart_loan_eligibility', 'mart_loan_rule_result', 'mart_low_efficiency_list',
    'mart_low_green_power_list', 'mart_orchard_account', 'mart_peer_group', 'mart_peer_member',
    'mart_personal_account', 'mart_personal_allowance', 'mart_personal_carbon_report', 'mart_personal_month',
    'mart_personal_year', 'mart_points_balance', 'mart_points_ledger', 'mart_policy_measure', 'mart_public_emission',
    'mart_publishable_person', 'mart_region_summary', 'mart_suspected_behaviour'
]) }}
