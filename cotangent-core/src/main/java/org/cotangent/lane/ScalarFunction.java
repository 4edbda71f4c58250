package org.cotangent.lane;

/// A public static Java method with float or double (or int, long) arguments and result of one width, named so that
/// code can call it.
public record ScalarFunction(Class<?> owner, String method) {}
