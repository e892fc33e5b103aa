CREATE TABLE "channel_settings" (
	"channel_id" text NOT NULL,
	"name" text NOT NULL,
	"sealed" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT clock() NOT NULL,
	CONSTRAINT "channel_settings_channel_id_name_pk" PRIMARY KEY("channel_id","name")
);
--> statement-breakpoint
ALTER TABLE "channel_settings" ADD CONSTRAINT "channel_settings_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_created" ON "deliveries" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "deliveries_open" ON "deliveries" USING btree ("created_at","id") WHERE status not in ('live', 'withdrawn');--> statement-breakpoint
CREATE INDEX "deliveries_live" ON "deliveries" USING btree ("channel_id","live_since") WHERE live_since is not null;