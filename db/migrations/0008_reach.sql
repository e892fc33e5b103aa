CREATE TABLE "reach_days" (
	"channel_id" text NOT NULL,
	"source" text NOT NULL,
	"day" date NOT NULL,
	"state" text NOT NULL,
	"changes" bigint DEFAULT 0 NOT NULL,
	"rolled" bigint DEFAULT 0 NOT NULL,
	"told_at" timestamp with time zone,
	"revised_at" timestamp with time zone,
	"lost" integer DEFAULT 0 NOT NULL,
	"held" integer DEFAULT 0 NOT NULL,
	"strange" integer DEFAULT 0 NOT NULL,
	"late" integer DEFAULT 0 NOT NULL,
	"changed_at" timestamp with time zone DEFAULT clock() NOT NULL,
	"closed_at" timestamp with time zone,
	"asked_at" timestamp with time zone,
	"next_ask_at" timestamp with time zone,
	"asks" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "reach_days_channel_id_source_day_pk" PRIMARY KEY("channel_id","source","day")
);
--> statement-breakpoint
CREATE TABLE "reach_hits" (
	"channel_id" text NOT NULL,
	"source" text NOT NULL,
	"day" date NOT NULL,
	"key" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"visitor" bigint,
	"item_id" uuid,
	"column_id" text,
	"unit_id" text,
	"referrer" text NOT NULL,
	"is_bot" boolean NOT NULL,
	CONSTRAINT "reach_hits_channel_id_source_day_key_pk" PRIMARY KEY("channel_id","source","day","key")
);
--> statement-breakpoint
CREATE TABLE "reach_imports" (
	"channel_id" text NOT NULL,
	"file" text NOT NULL,
	"lines" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT clock() NOT NULL,
	CONSTRAINT "reach_imports_channel_id_file_pk" PRIMARY KEY("channel_id","file")
);
--> statement-breakpoint
CREATE TABLE "reach_keys" (
	"source" text NOT NULL,
	"day" date NOT NULL,
	"key" text,
	CONSTRAINT "reach_keys_source_day_pk" PRIMARY KEY("source","day")
);
--> statement-breakpoint
CREATE TABLE "reach_rollups" (
	"scope" text NOT NULL,
	"scope_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"source" text NOT NULL,
	"metric" text NOT NULL,
	"period" text NOT NULL,
	"start" date NOT NULL,
	"value" double precision NOT NULL,
	CONSTRAINT "reach_rollups_pk" PRIMARY KEY("scope","scope_id","channel_id","source","metric","period","start")
);
--> statement-breakpoint
CREATE TABLE "reach_samples" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "reach_samples_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel_id" text NOT NULL,
	"source" text NOT NULL,
	"day" date NOT NULL,
	"metric" text NOT NULL,
	"item_id" uuid,
	"unit_id" text,
	"column_id" text,
	"value" double precision NOT NULL,
	"at" timestamp with time zone DEFAULT clock() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "receipts" ADD COLUMN "stats_ref" text;--> statement-breakpoint
CREATE INDEX "reach_days_day" ON "reach_days" USING btree ("day");--> statement-breakpoint
CREATE INDEX "reach_days_changed" ON "reach_days" USING btree ("day") WHERE changes > rolled;--> statement-breakpoint
CREATE INDEX "reach_rollups_period" ON "reach_rollups" USING btree ("scope","period","start","channel_id","source","metric","value","scope_id");--> statement-breakpoint
CREATE INDEX "reach_samples_day" ON "reach_samples" USING btree ("channel_id","source","day","metric","item_id","id");--> statement-breakpoint
CREATE INDEX "reach_samples_item" ON "reach_samples" USING btree ("item_id","day");--> statement-breakpoint
CREATE INDEX "items_published" ON "items" USING btree ("published_at","id");