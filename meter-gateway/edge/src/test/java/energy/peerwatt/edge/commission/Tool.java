package energy.peerwatt.edge.commission;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;

/** A tool that was run to its end. */
record Tool(int code, String out, String err) {

    static Tool run(String... args) {
        return run("", Sighting.Time.SYSTEM, args);
    }

    /** With an installer who answers these lines, in a time of its own. */
    static Tool run(String answers, Sighting.Time time, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PrintWriter printed = new PrintWriter(out);
        PrintWriter complained = new PrintWriter(err);
        ToolOutput output = new ToolOutput(printed, complained, false);
        Dialogue dialogue = new Dialogue(new BufferedReader(new StringReader(answers)), output);
        int code =
                CommissioningMain.run(new Tools(output, dialogue, time), printed, complained, args);
        printed.flush();
        complained.flush();
        return new Tool(code, out.toString(), err.toString());
    }

    /** All that it said. */
    String said() {
        return out + err;
    }
}
