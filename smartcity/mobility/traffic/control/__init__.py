"""Signal control engine: road network, signal safety, detection, controllers, simulation. Free of Django.

network -> conflicts -> stages: what a junction is and which signal groups may be green together.
detection: what a controller may see. execution: turns wishes into safe signal states.
static_plan, actuated, pressure, adaptive: the controllers. simulation, measures, safety: running and judging them.
"""
