# written by hand, as Gephi writes it
Creator Gephi
graph
[
  directed 1
  node
  [
    id 0
    label "Ren&eacute; &quot;Lor&quot;"
    graphics
    [
      x 1.5
      y -2.0
    ]
    income 7.0
  ]
  node
  [
    id 1
    label "Çi"
    income NAN
  ]
  edge
  [
    id 0
    source 0
    target 1
    value 3.0
    start "2010-11"
  ]
  edge
  [
    id 1
    source 0
    target 1
    directed 0
    weight "0,25"
  ]
]
