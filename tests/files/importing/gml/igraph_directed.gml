Creator "igraph"
Version 1
graph
[
  directed 1
  node
  [
    id 0
    name "Ani"
    age 40
  ]
  node
  [
    id 1
    name "Budi"
    age 35
  ]
  node
  [
    id 2
    name "Çi"
    age 61
  ]
  node
  [
    id 3
    name "Dwi"
    age 18
  ]
  edge
  [
    source 0
    target 1
    weight 1
  ]
  edge
  [
    source 0
    target 1
    weight 0.5
  ]
  edge
  [
    source 1
    target 2
    weight 2
  ]
  edge
  [
    source 3
    target 3
    weight 1
  ]
]
