package org.cotangent.op;

/// Operations that hold a graph or mark a place in one.
public sealed interface Structural extends General
        permits Call, CustomRule, PassThrough, Barrier, Remat, HostCall, Control {
}
