package energy.peerwatt.settlement.print;

import energy.peerwatt.settlement.billing.Cents;
import energy.peerwatt.settlement.billing.DataCredit;
import energy.peerwatt.settlement.billing.Origin;
import energy.peerwatt.settlement.billing.OriginLine;
import energy.peerwatt.settlement.billing.OriginLine.Amounts;
import energy.peerwatt.settlement.billing.OriginSums;
import energy.peerwatt.settlement.billing.OriginSums.Sum;
import energy.peerwatt.settlement.billing.Shown;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A statement on paper: a sentence, a bar, the origins, the days. */
public final class StatementPdf {

    private static final List<Origin> USED =
            List.of(
                    Origin.OWN,
                    Origin.OWN_THROUGH_GRID,
                    Origin.MATCHED_BOUGHT,
                    Origin.POOL_BOUGHT,
                    Origin.RESIDUAL_SUPPLY);
    private static final List<Origin> GIVEN =
            List.of(Origin.MATCHED_SOLD, Origin.POOL_SOLD, Origin.RESIDUAL_FEED_IN);

    private static final List<Origin> BESIDES =
            List.of(
                    Origin.RELIEF_REWARD,
                    Origin.DELIVERY_REWARD,
                    Origin.REWARD_FUNDING,
                    Origin.OTHER);

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY =
            DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);

    private static final int[] COLUMNS = {290, 345, 400, 448, 496, Sheet.RIGHT};
    private static final int[] DAY_COLUMNS = {168, 236, 304, 372, 440, Sheet.RIGHT};
    private static final int ROW = 18;
    private static final int DAY_ROW = 14;

    private final Sheet sheet;
    private final StatementSheet statement;
    private final OriginSums sums;
    private int y = Letterhead.END;

    private StatementPdf(Sheet sheet, StatementSheet statement) {
        this.sheet = sheet;
        this.statement = statement;
        this.sums = OriginSums.of(statement.lines());
    }

    /** The statement as PDF. */
    public static byte[] of(StatementSheet statement) {
        try (Sheet sheet = new Sheet("Statement of " + statement.memberName())) {
            StatementPdf pdf = new StatementPdf(sheet, statement);
            pdf.draw();
            return sheet.finish(
                    "Statement, no invoice. Amounts are exact inside and shown to the cent. Every"
                            + " line can be proved: see the CSV or JSON form.");
        }
    }

    private void draw() {
        Letterhead.draw(
                sheet,
                statement.areaName(),
                "Statement",
                statement.memberName() + "  ·  " + period());
        sentence();
        y += 10;
        bar("What you used", USED);
        table(USED, "You pay");
        y += 22;
        bar("What you made for others", GIVEN);
        table(GIVEN, "You receive");
        total();
        days();
    }

    private String period() {
        return DAY.format(statement.from()) + " to " + DAY.format(statement.until().minusDays(1));
    }

    private void sentence() {
        Energy bought = energy(Origin.MATCHED_BOUGHT).plus(energy(Origin.POOL_BOUGHT));
        Energy sold = energy(Origin.MATCHED_SOLD).plus(energy(Origin.POOL_SOLD));
        String text =
                "You bought %s kWh from your neighbours and sold them %s kWh."
                        .formatted(Shown.kilowattHours(bought), Shown.kilowattHours(sold));
        sheet.bold(Sheet.LEFT, y, 13, Tone.INK, text);
        y += 20;
        if (statement.betterThanGrid().isPresent()) {
            Money better = statement.betterThanGrid().get();
            sheet.text(
                    Sheet.LEFT,
                    y,
                    10,
                    Tone.GOOD,
                    money(better)
                            + (better.nano() < 0 ? " worse" : " better")
                            + " than with the grid alone.");
            y += 16;
        }
    }

    private void bar(String title, List<Origin> origins) {
        sheet.bold(Sheet.LEFT, y + 8, 11, Tone.INK, title);
        y += 18;
        long all = origins.stream().mapToLong(origin -> energy(origin).wattHours()).sum();
        int width = Sheet.RIGHT - Sheet.LEFT;
        sheet.fill(Sheet.LEFT, y, width, 16, Tone.SUNK);
        int x = Sheet.LEFT;
        long done = 0;
        for (Origin origin : origins) {
            done += energy(origin).wattHours();
            int end = Sheet.LEFT + (all == 0 ? 0 : (int) (width * done / all));
            if (end > x) {
                swatch(origin, x, y, end - x, 16);
            }
            x = Math.max(x, end);
        }
        y += 34;
    }

    private void swatch(Origin origin, int x, int top, int width, int height) {
        switch (origin) {
            case OWN, OWN_THROUGH_GRID -> sheet.fill(x, top, width, height, Tone.SOLAR);
            case MATCHED_BOUGHT, MATCHED_SOLD -> sheet.fill(x, top, width, height, Tone.NEIGHBOUR);
            case POOL_BOUGHT, POOL_SOLD, REWARD_FUNDING, RELIEF_REWARD, DELIVERY_REWARD, OTHER -> {
                sheet.fill(x, top, width, height, Tone.NEIGHBOUR_SOFT);
                sheet.fill(x, top, width, 1, Tone.NEIGHBOUR);
                sheet.fill(x, top + height - 1, width, 1, Tone.NEIGHBOUR);
            }
            case RESIDUAL_SUPPLY, RESIDUAL_FEED_IN -> sheet.hatch(x, top, width, height);
        }
    }

    private void table(List<Origin> origins, String amountTitle) {
        String[] titles = {"kWh", "ct/kWh", "Energy", "Grid fee", "Levies, tax", amountTitle};
        for (int k = 0; k < titles.length; k++) {
            sheet.right(COLUMNS[k], y, 8, Tone.INK_3, titles[k]);
        }
        sheet.rule(y + 5);
        y += ROW;
        for (Origin origin : origins) {
            // Few homes have it.
            if (origin != Origin.OWN_THROUGH_GRID || !energy(origin).isZero()) {
                row(origin);
            }
        }
    }

    private void row(Origin origin) {
        Sum sum = sums.of(origin);
        swatch(origin, Sheet.LEFT, y - 8, 9, 9);
        sheet.text(Sheet.LEFT + 16, y, 10, Tone.INK, name(origin));
        if (sum.energy().isZero()) {
            sheet.right(COLUMNS[0], y, 10, Tone.INK_3, "–");
            y += ROW;
            return;
        }
        Amounts amounts = sum.amounts();
        sheet.right(COLUMNS[0], y, 10, Tone.INK, Shown.kilowattHours(sum.energy()));
        if (origin != Origin.OWN) {
            sheet.right(COLUMNS[1], y, 10, Tone.INK_2, price(amounts, sum.energy()));
            sheet.right(COLUMNS[2], y, 10, Tone.INK_2, money(amounts.energy()));
            sheet.right(COLUMNS[3], y, 10, Tone.INK_2, fee(amounts.gridFee()));
            sheet.right(COLUMNS[4], y, 10, Tone.INK_2, fee(amounts.taxes()));
            sheet.boldRight(COLUMNS[5], y, 10, Tone.INK, money(amounts.total()));
        }
        y += ROW;
        if (!sum.estimated().isZero()) {
            sheet.text(
                    Sheet.LEFT + 16,
                    y - 6,
                    8,
                    Tone.INK_3,
                    "of which est. " + Shown.kilowattHours(sum.estimated()) + " kWh");
            y += 8;
        }
    }

    private String fee(Money fee) {
        return fee.isZero() ? "–" : money(fee);
    }

    private static String price(Amounts amounts, Energy energy) {
        return (amounts.energy().nano() < 0) == isPaid(amounts)
                ? Shown.centsPerKwh(amounts.energy(), energy)
                : "-" + Shown.centsPerKwh(amounts.energy(), energy);
    }

    /** Whether the member pays in the end. */
    private static boolean isPaid(Amounts amounts) {
        return amounts.total().nano() < 0;
    }

    private void total() {
        BESIDES.forEach(origin -> besides(name(origin), sums.of(origin).amounts().total()));
        Money data =
                statement.data().stream().map(DataCredit::amount).reduce(Money.ZERO, Money::plus);
        besides("Use of your meter values by your consent", data);
        sheet.fill(Sheet.LEFT, y, Sheet.RIGHT - Sheet.LEFT, 30, Tone.PAPER);
        Money total = sums.total().plus(data);
        sheet.bold(Sheet.LEFT + 10, y + 19, 11, Tone.INK, "All together, supplier included");
        sheet.boldRight(Sheet.RIGHT - 10, y + 19, 11, Tone.INK, money(total) + direction(total));
        y += 52;
    }

    /** What moves no kWh, where there is any. */
    private void besides(String what, Money amount) {
        if (!amount.isZero()) {
            sheet.text(Sheet.LEFT, y, 10, Tone.INK, what);
            sheet.right(Sheet.RIGHT, y, 10, Tone.INK, money(amount) + direction(amount));
            y += ROW;
        }
    }

    private static String direction(Money amount) {
        int sign = Cents.rounded(amount).compareTo(Cents.ZERO);
        return sign == 0 ? "" : sign < 0 ? " to pay" : " to receive";
    }

    private void days() {
        Map<LocalDate, List<OriginLine>> byDay =
                statement.lines().stream()
                        .collect(
                                Collectors.groupingBy(
                                        line ->
                                                line.interval()
                                                        .start()
                                                        .atZone(statement.zone())
                                                        .toLocalDate(),
                                        TreeMap::new,
                                        Collectors.toList()));
        if (y + 60 > Sheet.BOTTOM) {
            newPage();
        }
        sheet.bold(Sheet.LEFT, y, 11, Tone.INK, "Day by day, in kWh");
        y += 20;
        dayTitles();
        byDay.forEach(this::day);
    }

    private void dayTitles() {
        String[] titles = {
            "Own", "From neighbours", "Supplied", "To neighbours", "Fed in", "Amount"
        };
        for (int k = 0; k < titles.length; k++) {
            sheet.right(DAY_COLUMNS[k], y, 8, Tone.INK_3, titles[k]);
        }
        sheet.rule(y + 5);
        y += 18;
    }

    private void day(LocalDate day, List<OriginLine> lines) {
        if (y > Sheet.BOTTOM) {
            newPage();
            dayTitles();
        }
        OriginSums of = OriginSums.of(lines);
        sheet.text(Sheet.LEFT, y, 9, Tone.INK_2, SHORT_DAY.format(day));
        cell(0, of, Origin.OWN, Origin.OWN_THROUGH_GRID);
        cell(1, of, Origin.MATCHED_BOUGHT, Origin.POOL_BOUGHT);
        cell(2, of, Origin.RESIDUAL_SUPPLY, Origin.RESIDUAL_SUPPLY);
        cell(3, of, Origin.MATCHED_SOLD, Origin.POOL_SOLD);
        cell(4, of, Origin.RESIDUAL_FEED_IN, Origin.RESIDUAL_FEED_IN);
        Money total = of.total();
        sheet.right(DAY_COLUMNS[5], y, 9, Tone.INK, money(total) + direction(total));
        y += DAY_ROW;
    }

    private void cell(int column, OriginSums of, Origin one, Origin other) {
        Energy energy = of.of(one).energy();
        if (one != other) {
            energy = energy.plus(of.of(other).energy());
        }
        String text = energy.isZero() ? "–" : Shown.kilowattHours(energy);
        sheet.right(DAY_COLUMNS[column], y, 9, energy.isZero() ? Tone.INK_3 : Tone.INK, text);
    }

    private void newPage() {
        sheet.nextPage();
        y = 60;
    }

    private Energy energy(Origin origin) {
        return sums.of(origin).energy();
    }

    private String money(Money money) {
        return ShownMoney.unsigned(money, statement.currency());
    }

    private static String name(Origin origin) {
        return switch (origin) {
            case OWN -> "Your own roof";
            case OWN_THROUGH_GRID -> "Your own roof, through the grid";
            case MATCHED_BOUGHT -> "From neighbours, matched";
            case POOL_BOUGHT -> "From the community pool";
            case RESIDUAL_SUPPLY -> "Your supplier (bills you itself)";
            case MATCHED_SOLD -> "To neighbours, matched";
            case POOL_SOLD -> "To the community pool";
            case RESIDUAL_FEED_IN -> "Fed in (paid by your supplier)";
            case REWARD_FUNDING -> "Given for the community's rewards";
            case RELIEF_REWARD -> "Reward for relieving the connection";
            case DELIVERY_REWARD -> "Reward for reliable delivery";
            case OTHER -> "Undelivered, imbalance, indemnities";
        };
    }
}
