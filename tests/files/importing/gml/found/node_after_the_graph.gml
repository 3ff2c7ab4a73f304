graph [
  directed 1
  node [ id 1 label "Ani" ]
]
  edge [ source 1 target 3 ]
  node [ id 2 ]
