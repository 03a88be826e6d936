package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.modbus.Framing;
import java.util.List;
import java.util.SortedSet;
import picocli.CommandLine.Option;

/** What all commands take that speak to devices. */
final class BusOptions {

    private static final String AUTO = "auto";
    private static final String USUAL_UNITS = "1-20,71,126,200,201,240,247,255";

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

    @Option(
            names = "--bases",
            split = ",",
            description = "Unusual addresses of SunSpec models, besides 0, 40000 and 50000.")
    private List<Integer> bases = List.of();

    @Option(
            names = "--units",
            defaultValue = USUAL_UNITS,
            description = "Unit ids to look for, such as 1-247. Default: ${DEFAULT-VALUE}.")
    private String units = USUAL_UNITS;

    SortedSet<Integer> units() {
        return UnitRange.parse(units);
    }

    List<Integer> bases() {
        return bases;
    }

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
