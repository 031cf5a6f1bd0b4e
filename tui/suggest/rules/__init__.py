"""The rules that find quotations, who spoke, and the expressions that say so."""
