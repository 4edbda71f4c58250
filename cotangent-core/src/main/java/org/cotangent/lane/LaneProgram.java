package org.cotangent.lane;

import java.util.List;

/// What one element goes through: named inputs' types and the lane that is the result. The name is unique per meaning,
/// such as `exp.f64`.
public record LaneProgram(String name, List<LaneType> inputs, Lane result) {}
