package org.cotangent.codegen;

/// Branch-free building blocks that generated scalar loops call; the JIT always inlines them.
///
/// Masks are 0 and 1. Comparisons with NaN are false, except `ne`.
public final class Scalars {
    private Scalars() {}

    public static int eq(float a, float b) {
        return a == b ? 1 : 0;
    }

    public static int ne(float a, float b) {
        return a != b ? 1 : 0;
    }

    public static int lt(float a, float b) {
        return a < b ? 1 : 0;
    }

    public static int le(float a, float b) {
        return a <= b ? 1 : 0;
    }

    public static int gt(float a, float b) {
        return a > b ? 1 : 0;
    }

    public static int ge(float a, float b) {
        return a >= b ? 1 : 0;
    }

    public static int eq(double a, double b) {
        return a == b ? 1 : 0;
    }

    public static int ne(double a, double b) {
        return a != b ? 1 : 0;
    }

    public static int lt(double a, double b) {
        return a < b ? 1 : 0;
    }

    public static int le(double a, double b) {
        return a <= b ? 1 : 0;
    }

    public static int gt(double a, double b) {
        return a > b ? 1 : 0;
    }

    public static int ge(double a, double b) {
        return a >= b ? 1 : 0;
    }

    public static int eq(int a, int b) {
        return a == b ? 1 : 0;
    }

    public static int ne(int a, int b) {
        return a != b ? 1 : 0;
    }

    public static int lt(int a, int b) {
        return a < b ? 1 : 0;
    }

    public static int le(int a, int b) {
        return a <= b ? 1 : 0;
    }

    public static int gt(int a, int b) {
        return a > b ? 1 : 0;
    }

    public static int ge(int a, int b) {
        return a >= b ? 1 : 0;
    }

    public static int eq(long a, long b) {
        return a == b ? 1 : 0;
    }

    public static int ne(long a, long b) {
        return a != b ? 1 : 0;
    }

    public static int lt(long a, long b) {
        return a < b ? 1 : 0;
    }

    public static int le(long a, long b) {
        return a <= b ? 1 : 0;
    }

    public static int gt(long a, long b) {
        return a > b ? 1 : 0;
    }

    public static int ge(long a, long b) {
        return a >= b ? 1 : 0;
    }

    public static float select(int mask, float a, float b) {
        return mask != 0 ? a : b;
    }

    public static double select(int mask, double a, double b) {
        return mask != 0 ? a : b;
    }

    public static int select(int mask, int a, int b) {
        return mask != 0 ? a : b;
    }

    public static long select(int mask, long a, long b) {
        return mask != 0 ? a : b;
    }

    public static float sqrt(float a) {
        return (float) Math.sqrt(a);
    }

    public static double sqrt(double a) {
        return Math.sqrt(a);
    }
}
