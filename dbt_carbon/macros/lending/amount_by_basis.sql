{#
  What the basis of a product's maximum gives, before its ceiling: a fixed amount, an amount per t reduced, or a share of the collateral. Null where the
  value of the basis is not known. product: a row with the columns of loan_product.
#}
{% macro amount_by_basis(product, reduction_t, collateral_cny) -%}
    case {{ product }}.max_amount_basis
        when 'fixed' then {{ product }}.max_amount_value
        when 'per_t_reduced' then try_cast({{ product }}.max_amount_value * try_cast({{ reduction_t }} as decimal(19, 6)) as decimal(28, 6))
        when 'share_of_collateral' then try_cast({{ product }}.max_amount_value * cast({{ collateral_cny }} as decimal(19, 2)) as decimal(28, 6))
    end
{%- endmacro %}
