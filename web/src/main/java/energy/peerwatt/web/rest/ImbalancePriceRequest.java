package energy.peerwatt.web.rest;

import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.settling.ImbalanceContent;
import energy.peerwatt.web.settling.ImbalanceSeries.Offered;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Imbalance prices of intervals.
 *
 * @param source who published them, and where
 * @param reason why they are entered, kept with each of them
 */
public record ImbalancePriceRequest(
        @NotBlank @Size(max = LONGEST) String source,
        @NotBlank @Size(max = LONGEST) String reason,
        @NotNull @Valid @Size(min = 1, max = MOST) List<@NotNull Row> prices) {

    private static final int LONGEST = 200;

    /** More than a month of quarter-hours. */
    static final int MOST = 3_000;

    private static final String HEADER = "interval,short_micro,long_micro";

    /**
     * One interval's.
     *
     * @param interval its start
     */
    public record Row(
            @NotNull String interval,
            @NotNull @Min(-ImbalanceContent.LARGEST) @Max(ImbalanceContent.LARGEST) Long shortMicro,
            @NotNull @Min(-ImbalanceContent.LARGEST) @Max(ImbalanceContent.LARGEST)
                    Long longMicro) {}

    /** The prices; throws what names the field that is wrong. */
    List<Offered> offered(Area area) {
        Set<Instant> seen = new HashSet<>();
        List<Offered> offered = new ArrayList<>();
        for (int i = 0; i < prices.size(); i++) {
            Row row = prices.get(i);
            String field = "prices[%d].".formatted(i);
            Instant start = Inputs.requiredInstant(field + "interval", row.interval());
            Inputs.interval(field + "interval", area, start);
            if (!seen.add(start)) {
                throw Inputs.invalid(field + "interval", "is given twice");
            }
            if (row.longMicro() > row.shortMicro()) {
                throw Inputs.invalid(field + "longMicro", "is more than shortMicro");
            }
            offered.add(
                    new Offered(
                            start,
                            Price.ofMicroPerKwh(row.shortMicro()),
                            Price.ofMicroPerKwh(row.longMicro())));
        }
        return offered;
    }

    /** The same as rows of text below the header {@value #HEADER}. */
    static ImbalancePriceRequest ofCsv(String csv, String source, String reason) {
        List<String> lines = csv.strip().lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw Inputs.invalid("prices", "does not begin with the line " + HEADER);
        }
        if (lines.size() < 2 || lines.size() > MOST + 1) {
            throw Inputs.invalid("prices", "has not from 1 to " + MOST + " rows");
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            rows.add(row("prices[%d]".formatted(i - 1), lines.get(i)));
        }
        return new ImbalancePriceRequest(source, reason, rows);
    }

    private static Row row(String field, String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != 3) {
            throw Inputs.invalid(field, "has not three cells");
        }
        return new Row(
                cells[0],
                micro(field + ".shortMicro", cells[1]),
                micro(field + ".longMicro", cells[2]));
    }

    private static long micro(String field, String cell) {
        long micro = Inputs.requiredNumber(field, cell);
        if (micro < -ImbalanceContent.LARGEST || micro > ImbalanceContent.LARGEST) {
            throw Inputs.invalid(field, "is not within plus and minus " + ImbalanceContent.LARGEST);
        }
        return micro;
    }
}
