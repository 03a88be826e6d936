package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadingPartitionsTest {

    private final MeteringDatabase database = MeteringDatabase.emptied();

    @Test
    void createsADayOnceHoweverManyAskAtTheSameTime() {
        for (int day = 1; day <= 20; day++) {
            String sql = "SELECT metering.ensure_reading_partition('2031-05-%02d')".formatted(day);

            Uni.join()
                    .all(
                            Stream.generate(() -> database.pool.query(sql).execute())
                                    .limit(6)
                                    .toList())
                    .andCollectFailures()
                    .await()
                    .atMost(MeteringDatabase.PATIENCE);
        }

        assertThat(
                        database.number(
                                "SELECT count(*) FROM pg_class WHERE relname LIKE 'reading_203105__'"))
                .isEqualTo(20);
    }
}
