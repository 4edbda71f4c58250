package org.cotangent.graph;

import java.util.Map;
import org.cotangent.core.UnsupportedException;

/// A graph as a picture: inputs are blue circles, parameters orange circles with a ring, state green hexagons,
/// computations yellow squares with round corners; arrows run in the direction of data.
///
/// What an operation holds is drawn in a box of its own, once however often it is held. `notes` are further lines at
/// values, such as numbers or cotangents. Names are shown as text, whatever is in them.
public final class Pictures {
    /// The most nodes that [#svg] draws.
    public static final int LARGEST_SVG = 2000;

    private Pictures() {
    }

    /// For Graphviz, with the user's lines as tooltips. Takes linear time; Graphviz itself may not.
    public static String dot(Graph g) {
        return dot(g, Map.of());
    }

    /// As [#dot(Graph)] with further lines at values.
    public static String dot(Graph g, Map<Var, String> notes) {
        return Dot.write(PictureModel.of(g, notes));
    }

    /// For Mermaid, which draws no more than 500 arrows unless it is told to. Takes linear time.
    public static String mermaid(Graph g) {
        return mermaid(g, Map.of());
    }

    /// As [#mermaid(Graph)] with further lines at values.
    public static String mermaid(Graph g, Map<Var, String> notes) {
        return Mermaid.write(PictureModel.of(g, notes));
    }

    /// A picture that any browser shows, for light and dark surroundings, with the user's lines as tooltips.
    ///
    /// UnsupportedException beyond [#LARGEST_SVG] nodes, which nobody could look at.
    public static String svg(Graph g) {
        return svg(g, Map.of());
    }

    /// As [#svg(Graph)] with further lines at values.
    public static String svg(Graph g, Map<Var, String> notes) {
        long size = PictureModel.size(g);
        if (size > LARGEST_SVG) {
            throw new UnsupportedException("draw graph " + g.name() + " as SVG", size + " nodes, more than "
                    + LARGEST_SVG,
                    "use Pictures.dot or Graph.toString, or draw a part of it");
        }
        return Svg.write(PictureModel.of(g, notes));
    }
}
