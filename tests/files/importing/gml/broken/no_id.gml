graph [
  directed 1
  node [ label "Ani" ]
]
