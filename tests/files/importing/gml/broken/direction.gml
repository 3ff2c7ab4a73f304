graph [
  directed "yes"
  node [ id 1 label "Ani" ]
  node [ id 2 ]
  edge [ source 1 target 2 ]
]
