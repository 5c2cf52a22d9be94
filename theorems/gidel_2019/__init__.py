"""Claims of Gidel, Bach & Lacoste-Julien 2019, Implicit regularization of discrete gradient dynamics."""
