package energy.peerwatt.edge.commission;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints lines and tables for people. */
final class ToolOutput {

    private final PrintWriter out;
    private final PrintWriter progress;
    private final boolean isWatched;

    /**
     * To two places.
     *
     * @param progress gets what is only of the moment
     * @param isWatched whether somebody sees that
     */
    ToolOutput(PrintWriter out, PrintWriter progress, boolean isWatched) {
        this.out = out;
        this.progress = progress;
        this.isWatched = isWatched;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** A question; its answer follows on the same line. */
    void prompt(String text) {
        out.print(text);
        out.flush();
    }

    /** Rows of equal length, in columns as wide as need be. */
    void table(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).length();
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i)).repeat(' ', widths.get(i) - row.get(i).length() + 2);
            }
            line(line.toString().stripTrailing());
        }
    }

    /** Replaces what was said before, on a terminal. */
    void progress(String text) {
        if (isWatched) {
            progress.print("\r\u001b[K" + text);
            progress.flush();
        }
    }

    /** No longer of interest. */
    void progressDone() {
        progress("");
    }
}
