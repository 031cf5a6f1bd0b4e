"""`label-studio`: tasks for Label Studio, as one JSON array, with the labelling configuration.

`texts` has the texts of tasks with HTML (`html_text`) or paragraphs, in which their regions count.
Offsets count code points, as Label Studio's server and editor do.
"""
