package org.cotangent.bench;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// Loops that do nothing but move memory, or nothing but multiply and add, in the widest vectors of the machine.
// size: kernel - independent chains are written out, so that each has a register of its own
final class Yardstick {
    private static final int CHAINS = 12;
    static volatile double sink;

    private Yardstick() {
    }

    /// `a = b * 3 + c`.
    static void triad(float[] a, float[] b, float[] c) {
        var s = FloatVector.SPECIES_PREFERRED;
        int n = s.loopBound(a.length);
        for (int i = 0; i < n; i += s.length()) {
            FloatVector.fromArray(s, b, i).mul(3f).add(FloatVector.fromArray(s, c, i)).intoArray(a, i);
        }
    }

    static double floatOperations(long steps) {
        return 2.0 * CHAINS * FloatVector.SPECIES_PREFERRED.length() * steps;
    }

    static double doubleOperations(long steps) {
        return 2.0 * CHAINS * DoubleVector.SPECIES_PREFERRED.length() * steps;
    }

    /// Twelve chains of multiply-adds: two pipes with a latency of 4 need eight.
    static void floats(long steps) {
        var s = FloatVector.SPECIES_PREFERRED;
        var m = FloatVector.broadcast(s, 0.999999f);
        var k = FloatVector.broadcast(s, 1e-6f);
        var a = k;
        var b = k;
        var c = k;
        var d = k;
        var e = k;
        var f = k;
        var g = k;
        var h = k;
        var i = k;
        var j = k;
        var l = k;
        var o = k;
        for (long n = 0; n < steps; n++) {
            a = a.fma(m, k);
            b = b.fma(m, k);
            c = c.fma(m, k);
            d = d.fma(m, k);
            e = e.fma(m, k);
            f = f.fma(m, k);
            g = g.fma(m, k);
            h = h.fma(m, k);
            i = i.fma(m, k);
            j = j.fma(m, k);
            l = l.fma(m, k);
            o = o.fma(m, k);
        }
        sink = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(l).add(o).lane(0);
    }

    /// As [#floats], in float64.
    static void doubles(long steps) {
        var s = DoubleVector.SPECIES_PREFERRED;
        var m = DoubleVector.broadcast(s, 0.999999);
        var k = DoubleVector.broadcast(s, 1e-6);
        var a = k;
        var b = k;
        var c = k;
        var d = k;
        var e = k;
        var f = k;
        var g = k;
        var h = k;
        var i = k;
        var j = k;
        var l = k;
        var o = k;
        for (long n = 0; n < steps; n++) {
            a = a.fma(m, k);
            b = b.fma(m, k);
            c = c.fma(m, k);
            d = d.fma(m, k);
            e = e.fma(m, k);
            f = f.fma(m, k);
            g = g.fma(m, k);
            h = h.fma(m, k);
            i = i.fma(m, k);
            j = j.fma(m, k);
            l = l.fma(m, k);
            o = o.fma(m, k);
        }
        sink = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(l).add(o).lane(0);
    }
}
