package org.cotangent.op;

/// Names of operations that are records: `DynamicSlice` is printed as `dynamic_slice`.
public final class OpNames {
    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> c) {
            return snake(c.getSimpleName());
        }
    };

    private OpNames() {
    }

    /// The name of the operations of class `c`.
    public static String of(Class<?> c) {
        return NAMES.get(c);
    }

    private static String snake(String camel) {
        var out = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                out.append('_');
            }
            out.append(Character.toLowerCase(c));
        }
        return out.toString();
    }
}
