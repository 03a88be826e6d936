package energy.peerwatt.edge.commission;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A tool that was run to its end. */
record Tool(int code, String out, String err) {

    static Tool run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter printed = new PrintWriter(out);
        PrintWriter complained = new PrintWriter(err);
        int code =
                CommissioningMain.run(
                        new ToolOutput(printed, complained, false), printed, complained, args);
        printed.flush();
        complained.flush();
        return new Tool(code, out.toString(), err.toString());
    }

    /** All that it said. */
    String said() {
        return out + err;
    }
}
