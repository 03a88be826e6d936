-- Heat pumps and appliances take setpoints too; their names are longer than a battery's.
ALTER TABLE metering.setpoint_target ALTER COLUMN device TYPE varchar(16);
ALTER TABLE metering.setpoint_command ALTER COLUMN device TYPE varchar(16);
