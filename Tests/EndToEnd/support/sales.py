"""A small file of sales whose every figure can be checked by hand.

line  document   product  quantity × price   amount   what it is
2     1001       A-1      3 × 10.50           31.50   sale
3     1001       B-2      2 × 4.125            8.25   sale
4     1002       A-1      1 × 10.50           10.50   sale
5     C1003      A-1      -1 × 10.50         -10.50   cancellation
6     1004       POST     1 × 15.00           15.00   service code
7     1005       B-2      -5 × 0.00            0.00   stock correction
8     A1006      B        1 × -20.00         -20.00   adjustment, service code
9     1007       c-3      10 × 0.995           9.95   sale in April
"""

SAMPLE = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
1001,A-1,Café de Antigua,3,2024-03-05 09:15:00,10.50,17850.0,Guatemala
1001,B-2,"Cacao, molido",2,2024-03-05 09:15:00,4.125,17850.0,Guatemala
1002,A-1,Café de Antigua,1,2024-03-20 16:40:00,10.50,,El Salvador
C1003,A-1,Café de Antigua,-1,2024-03-21 10:00:00,10.50,,El Salvador
1004,POST,POSTAGE,1,2024-03-31 23:59:59,15.00,12583.0,France
1005,B-2,damaged,-5,2024-03-31 12:00:00,0.00,,Guatemala
A1006,B,Adjust bad debt,1,2024-04-01 08:00:00,-20.00,,Guatemala
1007,c-3,Pan dulce,10,2024-04-02 00:00:00,0.995,99.0,Guatemala
"""

# net: every line. gross: no cancellations or adjustments, quantity and price above 0. product_gross: and no services.
NET = {"revenue": 44.70, "units": 12, "orders": 7}
GROSS = {"revenue": 75.20, "units": 17, "orders": 4}
PRODUCT_GROSS = {"revenue": 60.20, "units": 16, "orders": 3}
RETURNS = {"revenue": -10.50, "units": -1, "orders": 1}
AVERAGE_TICKET = 18.80
MARCH_GROSS = {"revenue": 65.25, "units": 7, "orders": 3}
