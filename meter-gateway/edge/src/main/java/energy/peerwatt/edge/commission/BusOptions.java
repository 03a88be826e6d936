package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.modbus.Framing;
import java.util.List;
import picocli.CommandLine.Option;

/** What all commands take that speak to devices. */
final class BusOptions {

    private static final String AUTO = "auto";

    @Option(
            names = "--framing",
            paramLabel = "auto|tcp|rtu-over-tcp",
            defaultValue = AUTO,
            description = "How messages are wrapped. Default: ${DEFAULT-VALUE}, try.")
    private String framing = AUTO;

    @Option(
            names = "--nominal-voltage",
            paramLabel = "V",
            defaultValue = "230",
            description = "Between phase and neutral. Default: ${DEFAULT-VALUE}.")
    private int nominalVolts = 230;

    /** To try, in this order. */
    List<Framing> framings() {
        return framing.equals(AUTO)
                ? List.of(Framing.TCP, Framing.RTU_OVER_TCP)
                : List.of(Framing.of(framing));
    }

    int nominalVolts() {
        return nominalVolts;
    }
}
