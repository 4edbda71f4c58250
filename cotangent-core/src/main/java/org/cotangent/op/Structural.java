package org.cotangent.op;

/// Operations that hold a graph or mark a place in one.
public sealed interface Structural extends General
        permits Call, CustomRule, Stop, Barrier, NoGradient, Remat, Named, HostCall, Control {
}
