package energy.peerwatt.edge.simulator.model;

/**
 * Consumption of one family without its car.
 *
 * <p>Shape after the German standard load profile H0: a small peak in the morning, one at noon, a
 * high one in the evening, more at home by day on weekends; appliance runs on top.
 *
 * @param size 1 is an average home of about 3,500 kWh a year
 */
record Appliances(double size, Chance chance) {

    private static final int HEATER_W = 2_000;

    /** Consumption in W, above 0. */
    int power(Moment moment) {
        double lively = 0.8 + 0.4 * chance.at(1).noise(moment.epochSecond() / 180.0);
        double people = size * lively * people(moment);
        double watts = base() + fridge(moment) + people + runs(moment);
        return (int) Math.round(watts);
    }

    private double base() {
        return size * chance.at(2).between(70, 130);
    }

    private double fridge(Moment moment) {
        double period = chance.at(3).between(2_400, 3_600);
        double phase = (moment.epochSecond() / period + chance.at(4).unit()) % 1;
        return phase < 0.35 ? 95 : 0;
    }

    private double people(Moment moment) {
        double shift = chance.at(5).between(-0.6, 0.6);
        double hour = moment.hour() - shift;
        boolean weekend = moment.weekend();
        double morning = bump(hour, weekend ? 9.3 : 6.9, weekend ? 1.3 : 0.7);
        double noon = bump(hour, 12.4, 0.8);
        double evening = bump(hour, 18.9, 1.1);
        double late = bump(hour, 21.2, 1.2);
        double day = hour > 8 && hour < 18 ? (weekend ? 130 : 40) : 0;
        return 260 * morning + (weekend ? 420 : 170) * noon + 520 * evening + 300 * late + day;
    }

    private static double bump(double hour, double centre, double width) {
        double distance = (hour - centre) / width;
        return StrictMath.exp(-distance * distance / 2);
    }

    private double runs(Moment moment) {
        Chance today = chance.at(6).at(moment.day().toEpochDay());
        boolean weekend = moment.weekend();
        return cooking(moment, today.at(1), weekend ? 12.2 : 18.4)
                + (today.at(2).happens(0.55) ? washing(moment, today.at(3), 19.6, 1.4) : 0)
                + (today.at(4).happens(weekend ? 0.6 : 0.3)
                        ? washing(moment, today.at(5), weekend ? 10.5 : 16.5, 1.5)
                        : 0);
    }

    /** Hot plates switch on and off while someone cooks for half an hour. */
    private double cooking(Moment moment, Chance meal, double centre) {
        double since = (moment.hour() - centre - meal.at(1).between(-0.7, 0.7)) * 60;
        if (since < 0 || since > meal.at(2).between(20, 45)) {
            return 0;
        }
        return meal.at(3).at(moment.epochSecond() / 40).happens(0.55) ? HEATER_W : 0;
    }

    /** A washing machine or dishwasher: heats first, then turns. */
    private static double washing(Moment moment, Chance run, double centre, double hours) {
        double since = moment.hour() - centre - run.between(-1, 1);
        if (since < 0 || since > hours) {
            return 0;
        }
        return since < 0.3 ? HEATER_W : 140;
    }
}
