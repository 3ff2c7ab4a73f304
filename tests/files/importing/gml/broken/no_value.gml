graph [
  directed 1
  node [ id ]
]
