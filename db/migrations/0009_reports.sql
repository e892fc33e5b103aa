CREATE TABLE "report_editions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"period" text NOT NULL,
	"number" integer NOT NULL,
	"content" jsonb NOT NULL,
	"hash" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT clock() NOT NULL,
	CONSTRAINT "report_editions_once" UNIQUE("kind","period","number")
);
--> statement-breakpoint
CREATE TABLE "report_entries" (
	"kind" text NOT NULL,
	"period" text NOT NULL,
	"field" text NOT NULL,
	"value" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone DEFAULT clock() NOT NULL,
	CONSTRAINT "report_entries_kind_period_field_pk" PRIMARY KEY("kind","period","field")
);
--> statement-breakpoint
-- What was issued is frozen: a correction is another edition.
CREATE TRIGGER report_editions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "report_editions" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
