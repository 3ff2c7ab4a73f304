graph [
  directed 1
  node
  edge [ source 1 target 2 ]
]
