from decimal import Decimal
Decimal("ten")
