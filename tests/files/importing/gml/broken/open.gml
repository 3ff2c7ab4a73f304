graph [
  directed 1
  node [ id 1 label "Ani" ]
  node [ id 2 ]
