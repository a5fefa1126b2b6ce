"""Rules over the dbt project: layers, portable SQL, contracts. What the models compute is tested by dbt itself."""
