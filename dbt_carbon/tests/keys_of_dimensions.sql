{# Keys of every table of the layer, by the grain that its YAML declares; one query, because each test costs as much as a model. #}
{{ keys_hold([
    'dim_account', 'dim_account_factor', 'dim_account_version', 'dim_as_of', 'dim_behaviour_factor', 'dim_building', 'dim_factor',
    'dim_factor_set_chain', 'dim_farm', 'dim_farm_activity', 'dim_farm_factor', 'dim_fuel_bridge', 'dim_gwp', 'dim_household_power_factor', 'dim_month', 'dim_region_chain', 'dim_unit_path'
]) }}
